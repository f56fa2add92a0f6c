import { isObject } from "../../json.ts";
import { isLineUserId } from "../addresses.ts";
import type { LineCall } from "../line-call.ts";
import { findUploadDescriptionProblem } from "./audience-name.ts";
import type { AudienceProblem } from "./refuse-audience.ts";

/** What an upload asks for, whether it came as JSON or as a file. */
export interface Upload {
  readonly audienceGroupId: unknown;
  readonly description: unknown;
  readonly uploadDescription: string;
  readonly isIfaAudience: boolean;
  readonly ids: readonly unknown[];
  /** How many ids one call of its kind may bring. */
  readonly mostIds: number;
}

/** "Messaging API reference", Create audience for uploading user IDs: by JSON, and by file. */
const mostIds = { json: 10_000, file: 1_500_000 };

const advertisingId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function readJsonUpload({ body }: LineCall): Upload {
  const { audienceGroupId, description, uploadDescription, isIfaAudience, audiences } = body;
  return {
    audienceGroupId,
    description,
    uploadDescription: typeof uploadDescription === "string" ? uploadDescription : "",
    isIfaAudience: isIfaAudience === true,
    ids: Array.isArray(audiences) ? audiences.map((item: unknown) => (isObject(item) ? item["id"] : item)) : [],
    mostIds: mostIds.json,
  };
}

/** Reads an upload by file: form fields, and one id per line in `file`. Rejects what is no multipart form. */
export async function readFileUpload({ bytes, contentType }: LineCall): Promise<Upload> {
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": contentType } }).formData();
  const file = form.get("file");
  const uploadDescription = form.get("uploadDescription");
  const lines = file instanceof File ? (await file.text()).split("\n") : [];
  return {
    audienceGroupId: form.get("audienceGroupId"),
    description: form.get("description"),
    uploadDescription: typeof uploadDescription === "string" ? uploadDescription : "",
    isIfaAudience: form.get("isIfaAudience") === "true",
    ids: lines.map((line) => line.trim()).filter((line) => line !== ""),
    mostIds: mostIds.file,
  };
}

/** What is wrong with the ids of an upload or with its description: one wrong id fails the whole call. */
export function findUploadProblem(upload: Upload, isIfaAudience: boolean): AudienceProblem | undefined {
  const { ids, uploadDescription } = upload;
  if (ids.length > upload.mostIds) return "UPLOAD_AUDIENCE_GROUP_TOO_MANY_AUDIENCE_IDS";
  const isAudienceId = isIfaAudience ? isAdvertisingId : isLineUserId;
  if (!ids.every(isAudienceId)) return "UPLOAD_AUDIENCE_GROUP_INVALID_AUDIENCE_ID_FORMAT";
  return findUploadDescriptionProblem(uploadDescription);
}

function isAdvertisingId(value: unknown): value is string {
  return typeof value === "string" && advertisingId.test(value);
}
