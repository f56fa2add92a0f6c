import type { Outcome } from "../serve.ts";
import { isLineUserId } from "./addresses.ts";
import { answerJson, refusals, refuse } from "./errors.ts";
import type { LineCall, LineEndpoint } from "./line-call.ts";
import type { LineChannel } from "./line-channel.ts";
import { isReached } from "./reach.ts";

/** GET /v2/bot/profile/{userId}: 404 tells neither who blocked the account from who never was a friend. */
export const profile: LineEndpoint = { name: "profile", handle };

function handle(line: LineChannel, call: LineCall): Outcome {
  const userId = call.params["userId"];
  if (!isLineUserId(userId)) return refuse(400, "The value for the 'userId' parameter is invalid");
  const person = line.simulation.people.byLineUserId(userId);
  if (person === undefined || !isReached(person)) return refusals.notFound;
  return answerJson(200, { userId, displayName: person.displayName ?? "Somebody", language: "ja" });
}
