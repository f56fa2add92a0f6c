import { type DeliveryTimeWindow, weekdays } from "@todoke/engine";
import type { FieldProblem } from "../../problem.ts";
import type { InfobipDeliveryTimeWindowDto, InfobipTimeDto } from "./line-request-dto.ts";

const minutesOfDay = 24 * 60;

/** Undefined where it is open all the time, or adds to `problems`. Whole days end a minute early: no window of ours lasts until midnight. */
export function deliveryTimeWindowOf({ days, from, to }: InfobipDeliveryTimeWindowDto, pointer: string, problems: FieldProblem[]): DeliveryTimeWindow | undefined {
  if (from === undefined && to === undefined) {
    return new Set(days).size === weekdays.length ? undefined : { days, from: "00:00", to: "23:59", timeZone: "UTC" };
  }
  if (from === undefined || to === undefined || minutesBetween(from, to) < 60) {
    problems.push({ pointer, code: "invalid-window", detail: "must have from and to at least an hour apart, or neither" });
    return undefined;
  }
  return { days, from: clockTime(from), to: clockTime(to), timeZone: "UTC" };
}

function minutesBetween(from: InfobipTimeDto, to: InfobipTimeDto): number {
  return (minuteOf(to) - minuteOf(from) + minutesOfDay) % minutesOfDay;
}

function minuteOf({ hour, minute }: InfobipTimeDto): number {
  return hour * 60 + minute;
}

function clockTime({ hour, minute }: InfobipTimeDto): string {
  return [hour, minute].map((part) => String(part).padStart(2, "0")).join(":");
}
