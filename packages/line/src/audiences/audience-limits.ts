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

const fields: Shape = record({
  "audienceGroupId?": whole(1),
  "description?": text(audienceLimits.maxDescriptionLength, /^\P{Cc}+$/u),
  "uploadDescription?": text(audienceLimits.maxUploadDescriptionLength),
  "requestId?": text(100),
  "clickUrl?": { kind: "address", max: audienceLimits.maxUrlLength, schemes: ["https", "http", "line", "tel"] },
});

/** Throws class `content`, before any call, for what LINE would refuse. */
export function refuseWrongFields(request: JsonObject): void {
  refuse(checkShape(fields, request, ""));
}

/** One wrong id fails the whole call, so that it is named before. `isIfaAudience` is undefined where it is not known. */
export function refuseWrongId(id: string, index: number, isIfaAudience: boolean | undefined): void {
  const isUser = /^U[0-9a-f]{32}$/.test(id);
  const isIfa = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  const fits = isIfaAudience === undefined ? isUser || isIfa : isIfaAudience ? isIfa : isUser;
  if (!fits) {
    refuse([
      problem(`/ids/${index}`, "wrong-format", "must be a user id, or an advertising id in an audience of those"),
    ]);
  }
}

export function refuseTooMany(count: number, max: number): void {
  if (count > max) refuse([problem(`/ids/${max}`, "too-many", `at most ${max} go in one call`)]);
}

function refuse(problems: readonly ContentProblem[]): void {
  if (problems.length > 0) throw refusedContent(problems, undefined, "audience");
}
