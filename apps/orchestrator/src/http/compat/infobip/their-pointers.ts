import { InvalidRequestError, type Problem } from "@todoke/core";

/** What is wrong with a message of ours, at the place in the request that it comes from. */
export function inTheirPlace({ problems }: InvalidRequestError, place: number): InvalidRequestError {
  return new InvalidRequestError(problems.map((problem) => ({ ...problem, pointer: theirPointer(problem.pointer, place) })));
}

/** Where in `to` a problem is; undefined for one that is with the message itself. */
export function placeInTo({ pointer }: Problem): number | undefined {
  const place = /^\/to\/(\d+)(\/|$)/.exec(pointer)?.[1];
  return place === undefined ? undefined : Number(place);
}

function theirPointer(pointer: string, place: number): string {
  const [ours = "", theirs = ""] = places.find(([begin]) => pointer.startsWith(begin)) ?? [];
  const rest = theirs.endsWith("…") ? pointer.slice(ours.length) : "";
  const path = theirs.replace("…", "") + rest;
  return path.startsWith("/schedule") ? `/options${path}` : `/messages/${place}${path}`;
}

/** What our pointers begin with, the more exact first, and what is there in the request; with `…` what follows is alike. */
const places: readonly (readonly [string, string])[] = [
  ["/content/payload/messages/0/contents", "/content/contents…"],
  ["/content/payload/messages/0/altText", "/content/altText"],
  ["/content", "/content"],
  ["/plan/steps/1/content", "/options/smsFailover/text"],
  ["/plan/steps/1/validityPeriod", "/options/smsFailover/validityPeriod"],
  ["/plan/steps/1", "/options/smsFailover"],
  ["/plan", "/sender"],
  ["/validityPeriod", "/options/validityPeriod"],
  ["/deliveryTimeWindow", "/options/deliveryTimeWindow"],
  ["/platform", "/options/platform"],
  ["/webhooks", "/webhooks/delivery/url"],
  ["/sendAt", "/schedule/sendAt"],
  ["/sendingSpeedLimit", "/schedule/sendingSpeedLimit"],
];
