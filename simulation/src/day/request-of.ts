import type { MessageRequest, PlanRequest } from "@todoke/engine";
import type { Chance } from "../chance.ts";
import type { Person } from "../world/person.ts";

/** What a caller asks for at a moment of the day, to these people. */
export function requestOf(people: readonly Person[], atMs: number, chance: Chance): MessageRequest {
  const kind = chance.weighted({ notice: 60, otp: 12, alert: 13, marketing: 15 });
  const isPersonal = chance.happens(0.5);
  return {
    purpose: kind,
    to: people.map(({ line, phone, timeZone, number }) => ({
      addresses: chance.happens(0.05) ? { phone } : { line, phone },
      ...(chance.happens(0.9) && { timeZone }),
      ...(isPersonal && { variables: { name: `N${number}` } }),
    })),
    content: isPersonal ? { type: "text", text: "Hello {{ name }}", template: true } : { type: "text", text: "Hello" },
    ...(kind !== "otp" && { validityPeriod: chance.pick(["PT30M", "PT2H", "PT9H"]) }),
    ...planFor(kind, chance),
    ...(kind === "otp" ? {} : whenItMayGo(atMs, chance)),
  };
}

function planFor(kind: string, chance: Chance): { readonly plan?: PlanRequest } {
  const onUnknown = chance.pick(["hold", "resend", "switch"] as const);
  const notification = { channel: "line-notification", allowUnverifiedInbound: true, switchAfter: chance.pick(["PT2M", "PT10M", "PT25M"]) };
  const sms = { channel: "sms", ...(chance.happens(0.3) && { retry: { every: "PT10M" } }), allowUnverifiedInbound: true };
  switch (chance.weighted({ byDefault: 35, lineThenSms: 25, notificationThenSms: kind === "marketing" ? 0 : 20, smsOnly: 10, all: kind === "notice" ? 10 : 0 })) {
    case "byDefault":
      return {};
    case "lineThenSms":
      return { plan: { steps: [{ channel: "line", switchAfter: "PT5M" }, sms], onUnknown, reachability: chance.pick(["ask", "assume"]) } };
    case "notificationThenSms":
      return { plan: { steps: [{ ...notification, ...(kind === "otp" && { switchAfter: "PT30S" }) }, sms], onUnknown } };
    case "smsOnly":
      return { plan: { steps: [sms], onUnknown } };
    case "all":
      return { plan: { steps: [{ channel: "line" }, notification, sms], onUnknown } };
  }
}

function whenItMayGo(atMs: number, chance: Chance): Partial<MessageRequest> {
  switch (chance.weighted({ atOnce: 55, later: 20, inWindow: 15, until: 10 })) {
    case "atOnce":
      return {};
    case "later":
      return { sendAt: new Date(atMs + chance.whole(1, 5 * 60) * 60_000).toISOString() };
    case "inWindow":
      return { validityPeriod: "PT16H", deliveryTimeWindow: { from: "09:00", to: "20:00", timeZone: "recipient", fallbackTimeZone: "Asia/Tokyo" } };
    case "until":
      return { expiresAt: new Date(atMs + chance.whole(30, 8 * 60) * 60_000).toISOString() };
  }
}
