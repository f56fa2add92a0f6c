import type { ErrorRule } from "../error-rules.ts";

/** The codes that LINE puts under `details` of its audience calls: "Manage audience" in "Messaging API reference". */
export const audienceRefusals: readonly ErrorRule[] = [
  refusal(/audience group not found|AUDIENCE_GROUP_NOT_FOUND/im, "audience-not-found", "LINE does not know this audience"),
  refusal(/REQUEST_NOT_FOUND/, "request-not-found", "LINE knows no broadcast or narrowcast by this request id"),
  refusal(/TOO_OLD_MESSAGES/, "message-too-old", "The broadcast or narrowcast is older than 60 days"),
  refusal(/REQUESTID_DUPLICATE/, "audience-exists", "An audience was made from this send before: use that one"),
  refusal(/COUNT_MAX_OVER/, "too-many-audiences", "The channel has 1,000 audiences: delete some first"),
  refusal(/CAN_NOT_UPLOAD_STATUS_EXPIRED/, "audience-expired", "The audience has expired: make a new one"),
  refusal(/INVALID_AUDIENCE_ID_FORMAT/, "invalid-id", "One of the ids is none of LINE's, and so LINE took none"),
  refusal(/NO_VALID_AUDIENCE_IDS/, "no-ids", "There must be at least one id"),
];

function refusal(pattern: RegExp, code: string, says: string): ErrorRule {
  return { status: 400, pattern, class: "content", code, says };
}
