import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Simulator } from "../../simulator.ts";
import { startSimulator } from "../../start-simulator.ts";
import { crowd, friend, lineCast, lineUserId } from "../../testing/cast.ts";
import { callLine, getFromLine, hello, postToLine } from "../../testing/line-request.ts";
import { audienceClients } from "../../testing/official-clients.ts";

const dayMs = 24 * 3_600_000;
const path = "/v2/bot/audienceGroup";
const uploadMs = 60_000;
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({
    people: [...lineCast, ...crowd(199)],
    line: { limits: "off", audienceUploadMs: uploadMs, engagement: { impressionRate: 0.5, clickRate: 0.25 } },
  });
});
afterEach(() => simulator.close());

const withLink = { type: "text", text: "Look: https://example.com/offer" };

const idsOf = (count: number) => Array.from({ length: count }, (_, index) => ({ id: lineUserId(String(index)) }));

async function create(audiences: readonly { id: string }[] = idsOf(3), description: string = randomUUID()): Promise<number> {
  const { body } = await postToLine(simulator, `${path}/upload`, { description, audiences });
  return (body as { audienceGroupId: number }).audienceGroupId;
}

const add = (audienceGroupId: number, audiences: readonly { id: string }[]) =>
  callLine(simulator, "PUT", `${path}/upload`, { audienceGroupId, audiences });

const get = async (id: number) => (await getFromLine(simulator, `${path}/${id}`)).body;

test("an upload is queued, worked on and finished, and then its audience is ready", async () => {
  const { audiences } = audienceClients(simulator);
  const created = await audiences.createAudienceGroup({ description: "Regulars", audiences: idsOf(3) });
  const id = created.audienceGroupId ?? 0;
  const queued = await get(id);
  simulator.advanceClock(uploadMs / 2);
  const working = await get(id);
  simulator.advanceClock(uploadMs / 2);

  expect(created).toMatchObject({ type: "UPLOAD", description: "Regulars", permission: "READ_WRITE", isIfaAudience: false });
  expect((created.expireTimestamp ?? 0) - (created.created ?? 0)).toBe((180 * dayMs) / 1_000);
  expect(queued).toMatchObject({ audienceGroup: { status: "IN_PROGRESS", audienceCount: 0 }, jobs: [{ jobStatus: "QUEUED" }] });
  expect(working).toMatchObject({ jobs: [{ jobStatus: "WORKING", audienceCount: 3 }] });
  expect(await audiences.getAudienceData(id)).toMatchObject({
    audienceGroup: { status: "READY", audienceCount: 3 },
    jobs: [{ jobStatus: "FINISHED" }],
  });
});

test("what is added to a ready audience belongs to it when its job is finished", async () => {
  const id = await create(idsOf(3));
  simulator.advanceClock(uploadMs);
  const answer = await add(id, [...idsOf(3), { id: friend }]);
  const meanwhile = await get(id);
  simulator.advanceClock(uploadMs);

  expect(answer).toMatchObject({ status: 202, body: {} });
  expect(meanwhile).toMatchObject({
    audienceGroup: { status: "READY", audienceCount: 3 },
    jobs: [{ jobStatus: "QUEUED" }, { jobStatus: "FINISHED" }],
  });
  expect(await get(id)).toMatchObject({ audienceGroup: { audienceCount: 4 } });
});

test("an audience without members never becomes ready", async () => {
  const id = await create([]);
  simulator.advanceClock(dayMs);

  expect(await get(id)).toMatchObject({ audienceGroup: { status: "IN_PROGRESS" } });
});

test("files of ids create and extend audiences through LINE's client", async () => {
  const { files } = audienceClients(simulator);
  const file = (from: number, to: number) =>
    new Blob([idsOf(to).slice(from).map(({ id }) => `${id}\n`).join("")], { type: "text/plain" });
  const created = await files.createAudienceForUploadingUserIds(file(0, 70_000), "From a file", false, "first");
  const id = created.audienceGroupId ?? 0;
  await files.addUserIdsToAudience(file(70_000, 70_005), id, "second");
  simulator.advanceClock(uploadMs);

  expect(await get(id)).toMatchObject({
    audienceGroup: { description: "From a file", status: "READY", audienceCount: 70_005 },
    jobs: [{ description: "second" }, { description: "first" }],
  });
});

test("a file that is no form is refused", async () => {
  const headers = { "content-type": "multipart/form-data; boundary=x" };

  expect((await postToLine(simulator, `${path}/upload/byFile`, "no form", headers)).status).toBe(400);
  expect((await postToLine(simulator, `${path}/upload/byFile`, {})).status).toBe(415);
});

test.each([
  ["AUDIENCE_GROUP_NAME_EMPTY", { audiences: [] }],
  ["AUDIENCE_GROUP_NAME_SIZE_OVER", { description: "x".repeat(121) }],
  ["AUDIENCE_GROUP_NAME_WRONG", { description: "two\nlines" }],
  ["AUDIENCE_GROUP_UPLOAD_DESCRIPTION_SIZE_OVER", { description: "x", uploadDescription: "x".repeat(301) }],
  ["UPLOAD_AUDIENCE_GROUP_TOO_MANY_AUDIENCE_IDS", { description: "x", audiences: idsOf(10_001) }],
  ["UPLOAD_AUDIENCE_GROUP_INVALID_AUDIENCE_ID_FORMAT", { description: "x", audiences: [...idsOf(2), { id: "Aiko" }] }],
])("an upload is refused by code: %s", async (message, body) => {
  expect(await postToLine(simulator, `${path}/upload`, body)).toMatchObject({ status: 400, body: { details: [{ message }] } });
});

test("advertising ids and user ids are not mixed", async () => {
  const ifas = { description: "x", isIfaAudience: true, audiences: [{ id: randomUUID() }] };
  const users = { ...ifas, audiences: idsOf(1) };
  const answers = [await postToLine(simulator, `${path}/upload`, ifas), await postToLine(simulator, `${path}/upload`, users)];

  expect(answers.map(({ status }) => status)).toEqual([202, 400]);
});

test("the eleventh operation under way on one audience is answered 429 until others are finished", async () => {
  const id = await create();
  const statuses: number[] = [];
  for (let operation = 2; operation <= 11; operation++) statuses.push((await add(id, idsOf(1))).status);
  simulator.advanceClock(uploadMs);

  expect(statuses).toEqual([...Array<number>(9).fill(202), 429]);
  expect((await add(id, idsOf(1))).status).toBe(202);
});

test("adding nothing, or to an audience that does not exist, is refused with 400", async () => {
  const nothing = await add(await create(), []);
  const nowhere = await add(7, idsOf(1));

  expect(nothing.body).toMatchObject({ details: [{ message: "UPLOAD_AUDIENCE_GROUP_NO_VALID_AUDIENCE_IDS" }] });
  expect(nowhere).toMatchObject({ status: 400, body: { message: "audience group not found" } });
});

test("an upload can fail by a fault", async () => {
  simulator.addFault({ endpoint: "audience-create", fault: { kind: "progress" } });
  const id = await create();
  simulator.advanceClock(uploadMs);

  expect(await get(id)).toMatchObject({ audienceGroup: { status: "FAILED" }, jobs: [{ jobStatus: "FAILED" }] });
});

test("those who saw a broadcast, and those who clicked in it, make audiences", async () => {
  const broadcast = await postToLine(simulator, "/v2/bot/message/broadcast", { messages: [withLink] });
  const requestId = broadcast.headers.get("x-line-request-id") ?? "";
  const { audiences } = audienceClients(simulator);
  const seen = await audiences.createImpBasedAudienceGroup({ description: "Saw it", requestId });
  const clicked = await audiences.createClickBasedAudienceGroup({ description: "Clicked", requestId });
  const again = await postToLine(simulator, `${path}/imp`, { description: "Saw it again", requestId });
  simulator.advanceClock(uploadMs);

  expect(await get(seen.audienceGroupId ?? 0)).toMatchObject({
    audienceGroup: { type: "IMP", requestId, status: "READY", audienceCount: 100 },
    jobs: [],
  });
  expect(await get(clicked.audienceGroupId ?? 0)).toMatchObject({ audienceGroup: { type: "CLICK", audienceCount: 50 } });
  expect(again.body).toMatchObject({ details: [{ message: "AUDIENCE_GROUP_REQUESTID_DUPLICATE" }] });
});

test("only a broadcast or narrowcast of the last sixty days makes an audience", async () => {
  const broadcast = await postToLine(simulator, "/v2/bot/message/broadcast", { messages: [hello] });
  const requestId = broadcast.headers.get("x-line-request-id");
  const unknown = await postToLine(simulator, `${path}/click`, { description: "x", requestId: randomUUID() });
  simulator.advanceClock(60 * dayMs);
  const old = await postToLine(simulator, `${path}/click`, { description: "x", requestId });

  expect(unknown.body).toMatchObject({ details: [{ message: "REQUEST_NOT_FOUND" }] });
  expect(old.body).toMatchObject({ details: [{ message: "TOO_OLD_MESSAGES" }] });
});

test("audiences are renamed, deleted, and not found afterwards", async () => {
  const id = await create();
  const renamed = await callLine(simulator, "PUT", `${path}/${id}/updateDescription`, { description: "Renamed" });
  const nameless = await callLine(simulator, "PUT", `${path}/${id}/updateDescription`, {});
  const before = await get(id);
  const deleted = await callLine(simulator, "DELETE", `${path}/${id}`);

  expect([renamed.status, nameless.status, deleted.status]).toEqual([200, 400, 202]);
  expect(before).toMatchObject({ audienceGroup: { description: "Renamed" } });
  expect(await get(id)).toEqual({
    message: "audience group not found",
    details: [{ message: "AUDIENCE_GROUP_NOT_FOUND" }],
  });
});

test("audiences expire after 180 days, take no more ids, and are gone a month later", async () => {
  const id = await create();
  simulator.advanceClock(180 * dayMs);
  const expired = await get(id);
  const late = await add(id, idsOf(1));
  simulator.advanceClock(31 * dayMs);

  expect(expired).toMatchObject({ audienceGroup: { status: "EXPIRED" } });
  expect(late.body).toMatchObject({ details: [{ message: "AUDIENCE_GROUP_CAN_NOT_UPLOAD_STATUS_EXPIRED" }] });
  expect(await get(id)).toMatchObject({ message: "audience group not found" });
});

test("the list comes in pages, the newest first, and can be narrowed", async () => {
  for (let number = 1; number <= 25; number++) await create([], `Audience ${number}`);
  const list = async (query: string) => (await getFromLine(simulator, `${path}/list?${query}`)).body;

  expect(await list("page=2")).toMatchObject({ totalCount: 25, hasNextPage: false, page: 2, size: 20 });
  expect(await list("page=1&size=1")).toMatchObject({ audienceGroups: [{ description: "Audience 25" }], hasNextPage: true });
  expect(await list("page=1&description=audience 7")).toMatchObject({ totalCount: 1 });
  expect(await list("page=1&status=READY")).toMatchObject({ totalCount: 0, audienceGroups: [] });
  expect((await getFromLine(simulator, `${path}/list?page=0`)).status).toBe(400);
});
