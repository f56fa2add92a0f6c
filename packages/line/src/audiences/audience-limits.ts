import type { ContentProblem, JsonObject } from "@todoke/core";
import { checkShape, problem, type Shape } from "../content-shape.ts";
import { refusedContent } from "../refusal.ts";
import { record, text, whole } from "../shapes.ts";

/** "Create audience for uploading user IDs" and what follows it in "Messaging API reference", developers.line.biz. */
export const audienceLimits = {
  maxIdsPerCall: 10_000,
  maxIdsPerFile: 1_500_000,
  maxDescriptionLength: 120,
  maxUploadDescriptionLength: 300,
  maxUrlLength: 2000,
};

export const nameOfAudience = text(audienceLimits.maxDescriptionLength, /^\P{Cc}+$/u);
export const noteOfUpload = text(audienceLimits.maxUploadDescriptionLength);
export const clickAddress: Shape = {
  kind: "address",
  max: audienceLimits.maxUrlLength,
  schemes: ["https", "http", "line", "tel"],
};

const fields: Shape = record({
  "audienceGroupId?": whole(1),
  "description?": nameOfAudience,
  "uploadDescription?": noteOfUpload,
  "requestId?": text(100),
  "clickUrl?": clickAddress,
});

/** Throws class `content`, before any call, for what LINE would refuse. */
export function refuseWrongFields(request: JsonObject): void {
  refuse(...checkShape(fields, request, ""));
}

/** One wrong id fails the whole call, so that it is named before. `isIfaAudience` is undefined where it is not known. */
export function findIdProblem(
  id: string,
  index: number,
  isIfaAudience: boolean | undefined,
): ContentProblem | undefined {
  const isUser = /^U[0-9a-f]{32}$/.test(id);
  const isIfa = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  const fits = isIfaAudience === undefined ? isUser || isIfa : isIfaAudience ? isIfa : isUser;
  if (fits) return undefined;
  return problem(`/ids/${index}`, "wrong-format", "must be a user id, or an advertising id in an audience of those");
}

export function findTooManyProblem(count: number, max: number): ContentProblem | undefined {
  return count > max ? problem(`/ids/${max}`, "too-many", `at most ${max} go in one call`) : undefined;
}

export function refuseWrongId(id: string, index: number, isIfaAudience: boolean | undefined): void {
  refuse(findIdProblem(id, index, isIfaAudience));
}

export function refuseTooMany(count: number, max: number): void {
  refuse(findTooManyProblem(count, max));
}

function refuse(...problems: readonly (ContentProblem | undefined)[]): void {
  const found = problems.filter((one) => one !== undefined);
  if (found.length > 0) throw refusedContent(found, undefined, "audience");
}
