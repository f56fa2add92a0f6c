import type { AudienceProblem } from "./refuse-audience.ts";

/** "Messaging API reference", Create audience for uploading user IDs. */
const longestName = 120;
const longestUploadDescription = 300;

const controlCharacter = /\p{Cc}/u;

/** What is wrong with an audience's name, which LINE calls its description. */
export function findNameProblem(description: unknown): AudienceProblem | undefined {
  if (typeof description !== "string" || description === "") return "AUDIENCE_GROUP_NAME_EMPTY";
  if (description.length > longestName) return "AUDIENCE_GROUP_NAME_SIZE_OVER";
  return controlCharacter.test(description) ? "AUDIENCE_GROUP_NAME_WRONG" : undefined;
}

export function findUploadDescriptionProblem(uploadDescription: string): AudienceProblem | undefined {
  return uploadDescription.length > longestUploadDescription ? "AUDIENCE_GROUP_UPLOAD_DESCRIPTION_SIZE_OVER" : undefined;
}
