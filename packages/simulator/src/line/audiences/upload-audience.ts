import type { Answer, Outcome } from "../../serve.ts";
import { answerJson, refusals, refuse } from "../errors.ts";
import type { LineCall, LineEndpoint } from "../line-call.ts";
import type { LineChannel } from "../line-channel.ts";
import { jobStatusOf, statusOf } from "./audience.ts";
import { findNameProblem } from "./audience-name.ts";
import { describeCreated } from "./describe-audience.ts";
import { refuseAudience } from "./refuse-audience.ts";
import { findUploadProblem, readFileUpload, readJsonUpload, type Upload } from "./upload.ts";

/** POST /v2/bot/audienceGroup/upload */
export const createAudience: LineEndpoint = {
  name: "audience-create",
  body: "json",
  handle: (line, call) => create(line, call, readJsonUpload(call)),
};

/** PUT /v2/bot/audienceGroup/upload */
export const addToAudience: LineEndpoint = {
  name: "audience-add",
  body: "json",
  handle: (line, call) => add(line, call, readJsonUpload(call)),
};

/** POST /v2/bot/audienceGroup/upload/byFile */
export const createAudienceByFile: LineEndpoint = {
  name: "audience-create-file",
  body: "multipart",
  handle: (line, call) => byFile(call, (upload) => create(line, call, upload)),
};

/** PUT /v2/bot/audienceGroup/upload/byFile */
export const addToAudienceByFile: LineEndpoint = {
  name: "audience-add-file",
  body: "multipart",
  handle: (line, call) => byFile(call, (upload) => add(line, call, upload)),
};

/** "Messaging API reference", Create audience for uploading user IDs. */
export const mostAudiences = 1_000;
/** "Messaging API reference", Add user IDs to an audience: operations under way on one audience. */
const mostConcurrentJobs = 10;

function create(line: LineChannel, call: LineCall, upload: Upload): Outcome {
  const { description, isIfaAudience, uploadDescription } = upload;
  const problem = findNameProblem(description) ?? findUploadProblem(upload, isIfaAudience);
  if (problem !== undefined) return refuseAudience(problem);
  if (line.audiences.all().length >= mostAudiences) return refuseAudience("AUDIENCE_GROUP_COUNT_MAX_OVER");
  const audience = line.audiences.create({ type: "UPLOAD", description: String(description), isIfaAudience });
  line.audiences.addJob(audience, { description: uploadDescription, ids: upload.ids.map(String), hasFailed: fails(line, call) });
  return answerJson(202, describeCreated(audience));
}

function add(line: LineChannel, call: LineCall, upload: Upload): Outcome {
  const audience = line.audiences.find(upload.audienceGroupId);
  const now = line.simulation.clock.now();
  if (audience === undefined || audience.type !== "UPLOAD") return refuseAudience("AUDIENCE_GROUP_NOT_FOUND");
  if (statusOf(audience, now) === "EXPIRED") return refuseAudience("AUDIENCE_GROUP_CAN_NOT_UPLOAD_STATUS_EXPIRED");
  const problem = findUploadProblem(upload, audience.isIfaAudience);
  if (problem !== undefined) return refuseAudience(problem);
  if (upload.ids.length === 0) return refuseAudience("UPLOAD_AUDIENCE_GROUP_NO_VALID_AUDIENCE_IDS");
  const underWay = audience.jobs.filter((job) => ["QUEUED", "WORKING"].includes(jobStatusOf(job, now)));
  if (underWay.length >= mostConcurrentJobs) return refusals.rateLimit;
  line.audiences.addJob(audience, {
    description: upload.uploadDescription,
    ids: upload.ids.map(String),
    hasFailed: fails(line, call),
  });
  return answerJson(202, {});
}

function fails(line: LineChannel, call: LineCall): boolean {
  return line.simulation.faults.takeProgressFault(call.endpoint) !== undefined;
}

/** A file can only be read asynchronously. */
function byFile(call: LineCall, carryOut: (upload: Upload) => Outcome): Outcome {
  const answer = readFileUpload(call).then(
    (upload): Answer | Promise<Answer> => carryOut(upload).answer,
    () => refuse(400, "The request body could not be parsed as a multipart form").answer,
  );
  return { answer };
}
