import { largestAmount, type SendingSpeedLimit } from "@todoke/engine";
import { HttpProblem } from "../../problem.ts";
import type { InfobipSendingSpeedLimitDto } from "./line-request-dto.ts";
import { secondsOfUnit } from "./time-units.ts";

const longestSeconds = 7 * 86_400;

/**
 * How fast a message with so many recipients goes out beside the others of its request, so that all together keep to the limit and end at
 * the same time. Throws `HttpProblem` where no limit of ours says it.
 */
export function shareOfSpeed(limit: InfobipSendingSpeedLimitDto | undefined, recipients: number, ofAll: number): SendingSpeedLimit | undefined {
  if (limit === undefined) return undefined;
  if (recipients === ofAll) return { amount: limit.amount, per: `PT${secondsOfUnit(limit.timeUnit)}S` };
  const [amount, seconds] = reduced(limit.amount * recipients, secondsOfUnit(limit.timeUnit) * ofAll);
  if (amount <= largestAmount && seconds <= longestSeconds) return { amount, per: `PT${seconds}S` };
  const detail = "cannot be kept to for messages of these sizes together: send each in a request of its own";
  throw new HttpProblem("invalid-request", "Request cannot be processed; nothing was written.", [{ pointer: "/options/schedule/sendingSpeedLimit", code: "not-divisible", detail }]);
}

function reduced(one: number, other: number): readonly [number, number] {
  let [divisor, rest] = [one, other];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return [one / divisor, other / divisor];
}
