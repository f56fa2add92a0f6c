import { expect, test } from "vitest";
import { startScriptedLine } from "../testing/scripted-line.ts";
import { createAudienceService } from "./audience-service.ts";

const options = { timeoutMs: 5_000 };
const id = (number: number) => `U${number.toString(16).padStart(32, "0")}`;
const ids = (count: number) => Array.from({ length: count }, (_, index) => id(index));
const created = { audienceGroupId: 7, type: "UPLOAD", description: "summer", created: 1_790_000_000, expireTimestamp: 1_805_552_000 };

async function start(...answers: Parameters<typeof startScriptedLine>[0]) {
  const { line, received } = await startScriptedLine(answers);
  return { service: createAudienceService(line.audiences), calls: () => received.map(({ call }) => call) };
}

test.each([
  [0, "POST /v2/bot/audienceGroup/upload"],
  [10_000, "POST /v2/bot/audienceGroup/upload"],
  [10_001, "POST /data/v2/bot/audienceGroup/upload/byFile"],
])("%i ids go by the call that takes so many", async (count, call) => {
  const { service, calls } = await start({ status: 202, body: created });
  await expect(service.create({ name: "summer", ids: ids(count) }, options)).resolves.toMatchObject({ id: "7", status: "in-progress" });
  expect(calls()).toEqual([call]);
});

test.each([
  [1, "PUT /v2/bot/audienceGroup/upload"],
  [12_000, "PUT /data/v2/bot/audienceGroup/upload/byFile"],
])("%i ids are added by the call that takes so many", async (count, call) => {
  const { service, calls } = await start({ status: 202, body: "" });
  async function* stream() {
    yield* ids(count);
  }
  await service.add("7", { ids: stream(), note: "second" }, options);
  expect(calls()).toEqual([call]);
});

test.each([
  ["an empty name", { name: "" }, ["/name"]],
  ["a name of 121 units", { name: "x".repeat(121) }, ["/name"]],
  ["a name on two lines", { name: "a\nb" }, ["/name"]],
  ["a long note", { name: "a", ids: ids(1), note: "x".repeat(301) }, ["/note"]],
  ["two ids that are none", { name: "a", ids: [id(1), "aiko", id(2), "ren"] }, ["/ids/1", "/ids/3"]],
  ["a group's id", { name: "a", ids: [`C${"0".repeat(32)}`] }, ["/ids/0"]],
  ["a wrong id far down a file", { name: "a", ids: [...ids(12_000), "aiko"] }, ["/ids/12000"]],
])("refuses %s without a call, by pointer", async (_name, request, pointers) => {
  const { service, calls } = await start();
  const problems = pointers.map((pointer) => expect.objectContaining({ pointer }));
  await expect(service.create(request, options)).rejects.toMatchObject({ code: "invalid-request", problems });
  expect(calls()).toEqual([]);
});

test("a file has an end", async () => {
  const { service } = await start();
  function* tooMany() {
    for (let index = 0; index <= 1_500_000; index += 1) yield id(index);
  }
  const problems = [expect.objectContaining({ pointer: "/ids/1500000", code: "too-many" })];
  await expect(service.add("7", { ids: tooMany() }, options)).rejects.toMatchObject({ problems });
});

test.each(["REQUEST_NOT_FOUND", "TOO_OLD_MESSAGES", "AUDIENCE_GROUP_REQUESTID_DUPLICATE", "AUDIENCE_GROUP_COUNT_MAX_OVER"])(
  "%s has a word of its own",
  async (message) => {
    const { service } = await start({ status: 400, body: { message: "no", details: [{ message }] } });
    const refused = service.createFromClicks({ name: "tapped", requestId: "r" }, options);
    await expect(refused).rejects.toMatchObject({ class: "content", providerCode: expect.not.stringMatching(/^http-/) });
  },
);

test("statuses are words of the contract, and one that nobody knows is unknown", async () => {
  const audienceGroup = { ...created, status: "MELTED", audienceCount: 3 };
  const jobs = [{ audienceGroupJobId: 12, description: "first", jobStatus: "WORKING", audienceCount: 0 }];
  const { service } = await start({ body: { audienceGroup, jobs } });
  await expect(service.get("7", options)).resolves.toMatchObject({
    id: "7",
    status: "unknown",
    members: 3,
    jobs: [{ id: "12", note: "first", status: "working" }],
  });
});

test("an id of another form is nobody's", async () => {
  const { service, calls } = await start();
  await expect(service.get("seven", options)).resolves.toBeUndefined();
  await expect(service.rename("../7", "autumn", options)).rejects.toMatchObject({ providerCode: "audience-not-found" });
  expect(calls()).toEqual([]);
});

test("one page at a time", async () => {
  const { service, calls } = await start({ body: { audienceGroups: [created], hasNextPage: true } });
  await expect(service.list({ page: 3, name: "sum" }, options)).resolves.toMatchObject({ items: [{ name: "summer" }], hasMore: true });
  expect(calls()).toEqual(["GET /v2/bot/audienceGroup/list?page=3&size=40&description=sum"]);
});
