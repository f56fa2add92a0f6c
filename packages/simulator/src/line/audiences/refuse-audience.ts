import type { Outcome } from "../../serve.ts";
import { refuse } from "../errors.ts";

/** "Messaging API reference", Manage audience, Error response: the codes under `details`, and words to go with them. */
const words = {
  AUDIENCE_GROUP_NOT_FOUND: "audience group not found",
  AUDIENCE_GROUP_NAME_EMPTY: "audience group name is empty",
  AUDIENCE_GROUP_NAME_SIZE_OVER: "audience group name is too long",
  AUDIENCE_GROUP_NAME_WRONG: "audience group name has characters that are not allowed",
  AUDIENCE_GROUP_UPLOAD_DESCRIPTION_SIZE_OVER: "upload description is too long",
  AUDIENCE_GROUP_COUNT_MAX_OVER: "too many audience groups",
  AUDIENCE_GROUP_CAN_NOT_UPLOAD_STATUS_EXPIRED: "audience group has expired",
  AUDIENCE_GROUP_REQUESTID_DUPLICATE: "audience group of this request id exists already",
  REQUEST_NOT_FOUND: "request id not found",
  TOO_OLD_MESSAGES: "message is too old",
  UPLOAD_AUDIENCE_GROUP_INVALID_AUDIENCE_ID_FORMAT: "audience id has a wrong format",
  UPLOAD_AUDIENCE_GROUP_NO_VALID_AUDIENCE_IDS: "no valid audience ids",
  UPLOAD_AUDIENCE_GROUP_TOO_MANY_AUDIENCE_IDS: "too many audience ids",
} as const;

export type AudienceProblem = keyof typeof words;

/** Always 400: even an audience that does not exist is not answered 404. */
export function refuseAudience(problem: AudienceProblem): Outcome {
  return refuse(400, words[problem], [{ message: problem }]);
}
