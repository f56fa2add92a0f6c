import type { DeliveryTimeWindow } from "../windows/delivery-time-window.ts";
import type { TestEngine } from "./test-engine.ts";

/** A window that opens and closes so many hours from now, as a clock in the zone shows it; whole minutes, rounded down. */
export function windowAround(
  { context }: Pick<TestEngine, "context">,
  fromHours: number,
  toHours: number,
  timeZone = "UTC",
): DeliveryTimeWindow {
  const format = new Intl.DateTimeFormat("sv", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const shownIn = (hours: number) => format.format(context.clock.now().getTime() + hours * 3_600_000);
  return { from: shownIn(fromHours), to: shownIn(toHours), timeZone };
}
