import { describe, expect, test } from "vitest";
import { startScriptedLine } from "../testing/scripted-line.ts";

const id = (number: number) => `U${number.toString(16).padStart(32, "0")}`;
const ids = [id(1), id(2)];
const created = {
  audienceGroupId: 4389303728991,
  type: "UPLOAD",
  description: "summer",
  created: 1_790_000_000,
  expireTimestamp: 1_805_552_000,
  permission: "READ_WRITE",
  createRoute: "MESSAGING_API",
  isIfaAudience: false,
};

/** The fields and the file of multipart bytes, by name. */
async function formOf({
  headers,
  body,
}: {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}) {
  const form = await new Response(body, { headers: { "content-type": String(headers["content-type"]) } }).formData();
  const entries = [...form].map(async ([name, value]) => [
    name,
    typeof value === "string" ? value : await value.text(),
  ]);
  return Object.fromEntries((await Promise.all(entries)) as [string, string][]);
}

test("an audience is made of ids, and says when it goes", async () => {
  const { line, received } = await startScriptedLine([{ status: 202, body: created }]);
  await expect(line.audiences.create({ description: "summer", ids, uploadDescription: "first" })).resolves.toEqual({
    audienceGroupId: 4389303728991,
    type: "UPLOAD",
    description: "summer",
    status: null,
    count: null,
    createdAt: new Date(1_790_000_000_000),
    expiresAt: new Date(1_805_552_000_000),
    failedType: null,
    requestId: null,
    clickUrl: null,
    isIfaAudience: false,
    permission: "READ_WRITE",
    createRoute: "MESSAGING_API",
  });
  expect(received[0]?.call).toBe("POST /v2/bot/audienceGroup/upload");
  expect(JSON.parse(received[0]?.body ?? "")).toEqual({
    description: "summer",
    uploadDescription: "first",
    audiences: [{ id: ids[0] }, { id: ids[1] }],
  });
});

test("files go to the other host, as multipart with one id on a line", async () => {
  const { line, received } = await startScriptedLine([
    { status: 202, body: created },
    { status: 202, body: "" },
  ]);
  async function* stream() {
    yield* ids;
  }
  await line.audiences.createFromFile({ description: "summer", ids: stream() });
  await line.audiences.addFile({ audienceGroupId: 7, ids, uploadDescription: "second" });
  expect(received.map(({ call }) => call)).toEqual([
    "POST /data/v2/bot/audienceGroup/upload/byFile",
    "PUT /data/v2/bot/audienceGroup/upload/byFile",
  ]);
  const file = ids.join("\n");
  await expect(Promise.all(received.map(formOf))).resolves.toEqual([
    { description: "summer", file },
    { audienceGroupId: "7", uploadDescription: "second", file },
  ]);
});

test("every other change has its call, and an empty answer is a success", async () => {
  const { line, received } = await startScriptedLine([
    { status: 202, body: "" },
    { status: 202, body: created },
    { status: 202, body: created },
    { body: "" },
    { status: 202, body: "" },
  ]);
  await line.audiences.add({ audienceGroupId: 7, ids });
  await line.audiences.createFromClicks({ description: "tapped", requestId: "r", clickUrl: "https://example.com/" });
  await line.audiences.createFromImpressions({ description: "saw", requestId: "r" });
  await line.audiences.rename(7, "autumn");
  await line.audiences.delete(7);
  expect(received.map(({ call, body }) => `${call} ${body}`)).toEqual([
    `PUT /v2/bot/audienceGroup/upload {"audienceGroupId":7,"audiences":[{"id":"${ids[0]}"},{"id":"${ids[1]}"}]}`,
    'POST /v2/bot/audienceGroup/click {"description":"tapped","requestId":"r","clickUrl":"https://example.com/"}',
    'POST /v2/bot/audienceGroup/imp {"description":"saw","requestId":"r"}',
    'PUT /v2/bot/audienceGroup/7/updateDescription {"description":"autumn"}',
    "DELETE /v2/bot/audienceGroup/7 ",
  ]);
});

describe("get", () => {
  test("an audience comes with its jobs", async () => {
    const audienceGroup = { ...created, status: "READY", audienceCount: 0 };
    const job = {
      audienceGroupJobId: 12,
      audienceGroupId: 7,
      description: "first",
      type: "DIFF_ADD",
      created: 1_790_000_000,
    };
    const { line } = await startScriptedLine([
      {
        body: {
          audienceGroup,
          jobs: [{ ...job, jobStatus: "FAILED", failedType: "INTERNAL_ERROR", audienceCount: 0 }],
        },
      },
    ]);
    await expect(line.audiences.get(7)).resolves.toMatchObject({
      status: "READY",
      count: 0,
      jobs: [{ audienceGroupJobId: 12, status: "FAILED", failedType: "INTERNAL_ERROR", count: 0 }],
    });
  });

  test("a count that LINE keeps to itself is null, not 0", async () => {
    const { line } = await startScriptedLine([
      { body: { audienceGroup: { ...created, type: "CLICK", audienceCount: 0 } } },
    ]);
    await expect(line.audiences.get(7)).resolves.toMatchObject({ type: "CLICK", count: null, jobs: [] });
  });

  test("one that LINE does not know is undefined", async () => {
    const details = [{ message: "AUDIENCE_GROUP_NOT_FOUND" }];
    const { line } = await startScriptedLine([{ status: 400, body: { message: "audience group not found", details } }]);
    await expect(line.audiences.get(7)).resolves.toBeUndefined();
  });
});

test("a list goes on while there are pages", async () => {
  const { line, received } = await startScriptedLine([
    { body: { audienceGroups: [created, created], hasNextPage: true } },
    { body: { audienceGroups: [created], hasNextPage: false } },
  ]);
  const found: number[] = [];
  for await (const audience of line.audiences.list({ status: "READY", includesExternalPublicGroups: false })) {
    found.push(audience.audienceGroupId);
  }
  expect(found).toHaveLength(3);
  const filter = "size=40&status=READY&includesExternalPublicGroups=false";
  expect(received.map(({ call }) => call)).toEqual([
    `GET /v2/bot/audienceGroup/list?page=1&${filter}`,
    `GET /v2/bot/audienceGroup/list?page=2&${filter}`,
  ]);
});

describe("what is refused without a call", () => {
  test.each([
    ["a name of 121 units", { description: "x".repeat(121) }, "too-long"],
    ["a name on two lines", { description: "a\nb" }, "wrong-format"],
    ["an id that is none", { description: "a", ids: [...ids, "aiko"] }, "wrong-format"],
    ["a user among advertising ids", { description: "a", ids, isIfaAudience: true }, "wrong-format"],
    ["10,001 ids", { description: "a", ids: Array.from({ length: 10_001 }, (_, index) => id(index)) }, "too-many"],
    ["a long word on an upload", { description: "a", ids, uploadDescription: "x".repeat(301) }, "too-long"],
  ])("%s", async (_name, request, providerCode) => {
    const { line, received } = await startScriptedLine([]);
    await expect(line.audiences.create(request)).rejects.toMatchObject({ class: "content", providerCode });
    expect(received).toEqual([]);
  });

  test("a file with a wrong line, and one that is too long", async () => {
    const { line, received } = await startScriptedLine([]);
    function* tooMany() {
      for (let index = 0; index <= 1_500_000; index += 1) yield ids[0]!;
    }
    await expect(line.audiences.addFile({ audienceGroupId: 7, ids: ["U1"] })).rejects.toThrow(/\/ids\/0/);
    await expect(line.audiences.addFile({ audienceGroupId: 7, ids: tooMany() })).rejects.toThrow(/at most 1500000/);
    expect(received).toEqual([]);
  });
});

test.each([
  [429, "The API rate limit has been exceeded. Try again later.", "throttled"],
  [500, "Internal error", "ambiguous"],
])("an addition that is answered %i %s is %s", async (status, message, errorClass) => {
  const { line } = await startScriptedLine([{ status, body: { message } }]);
  await expect(line.audiences.add({ audienceGroupId: 7, ids })).rejects.toMatchObject({ class: errorClass });
});
