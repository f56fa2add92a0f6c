import { describe, expect, test } from "vitest";
import { extendedOf, forgeriesOf, nonsenseOf } from "./webhook-mutations.ts";

const json = {
  method: "POST",
  url: "https://hooks.example.com/in",
  headers: { "content-type": "application/json", "x-signature": "c2lnbmF0dXJl" },
  body: Buffer.from('{"events":[{"id":1}]}'),
};
const form = {
  ...json,
  headers: { ...json.headers, "content-type": "application/x-www-form-urlencoded" },
  body: Buffer.from("Sid=SM1&Status=sent"),
};

describe("forgeries", () => {
  test.each([json, form])("each differ from the genuine request in body or signature", (genuine) => {
    const forgeries = forgeriesOf(genuine, "x-signature");
    for (const { request } of forgeries) {
      const sameBody = Buffer.compare(request.body, genuine.body) === 0;
      expect(sameBody && request.headers["x-signature"] === genuine.headers["x-signature"]).toBe(false);
    }
    expect(new Set(forgeries.map(({ how }) => how)).size).toBe(forgeries.length);
  });

  test("write JSON anew, and forms not: some providers sign the fields", () => {
    const written = (request: typeof json) => forgeriesOf(request, "x-signature").filter(({ how }) => /anew/.test(how));
    expect(written(json)).toHaveLength(1);
    expect(written(form)).toEqual([]);
  });
});

test("what is extended still says the same", () => {
  const [extended] = extendedOf(json).map(({ request }) => JSON.parse(Buffer.from(request.body).toString()) as unknown);
  expect(extended).toMatchObject({ events: [{ id: 1, novelty: expect.anything() }], novelty: expect.anything() });
  const [fields] = extendedOf(form).map(({ request }) => new URLSearchParams(Buffer.from(request.body).toString()));
  expect([...(fields ?? [])].map(([name]) => name)).toEqual(["Sid", "Status", "Novelty"]);
});

test("nonsense comes as text, as bytes that are none, and without its surroundings", () => {
  expect(nonsenseOf(json).map(({ how }) => how)).toEqual(
    expect.arrayContaining(["with a body that is no text", "at an address that is none", "without headers"]),
  );
});
