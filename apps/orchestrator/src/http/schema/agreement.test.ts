import "reflect-metadata";
import type { JsonObject, JsonValue } from "@todoke/core";
import { plainToInstance } from "class-transformer";
import { validateSync } from "class-validator";
import { describe, expect, it } from "vitest";
import { MessageRequestDto } from "../dto/message-request-dto.ts";
import { bodyGate } from "./gate.ts";

const gate = bodyGate(MessageRequestDto);

function schemaTakes(body: unknown): boolean {
  try {
    gate(body);
    return true;
  } catch {
    return false;
  }
}

function classesTake(body: unknown): boolean {
  try {
    const instance = plainToInstance(MessageRequestDto, body);
    return validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true }).length === 0;
  } catch {
    return false;
  }
}

const to = [{ addresses: { line: "U1" } }];

const seeds: readonly JsonObject[] = [
  { to, text: "hello" },
  { inReplyTo: `evt_${"0".repeat(32)}`, text: "hello" },
  { inReplyTo: `evt_${"0".repeat(32)}`, to, text: "hello" },
  { audience: { type: "line-broadcast" }, text: "hello" },
  {
    reference: "order-42",
    purpose: "alert",
    to: [
      { reference: "c", addresses: { line: "U1", phone: "+81" }, variables: { name: "Aiko" }, locale: "ja-JP", timeZone: "Asia/Tokyo" },
      { addresses: { phone: "+81" } },
    ],
    content: { type: "text", text: "Hi {{ name }}", template: true },
    plan: {
      steps: [
        { channel: "line", account: "line", succeedOn: "accepted", switchAfter: "PT2M" },
        { channel: "sms", content: { type: "text", text: "short" }, validityPeriod: "P1DT2H" },
      ],
      onUnknown: "hold",
      unknownHold: "PT10M",
      reachability: "ask",
      reachabilityMaxAge: "P1D",
    },
    validityPeriod: "PT24H",
    deliveryTimeWindow: { days: ["MONDAY", "SUNDAY"], from: "09:00", to: "20:00", timeZone: "recipient", fallbackTimeZone: "Asia/Tokyo" },
    sendingSpeedLimit: { amount: 30, per: "PT1H" },
    platform: { entityId: "e", applicationId: "a" },
  },
  ...contents().map((content) => ({ to, content })),
];

function contents(): JsonObject[] {
  const url = "https://example.com/a";
  const buttons = [{ label: "Open", url }, { label: "Say", text: "yes" }, { label: "Post", postback: "p=1" }];
  return [
    { type: "image", url, previewUrl: url, altText: "A map" },
    { type: "video", url, previewUrl: url, altText: "A walk" },
    { type: "audio", url, durationMs: 1000, altText: "A song" },
    { type: "location", title: "Here", address: "1-1", latitude: 35.6, longitude: 139.7 },
    { type: "buttons", text: "Choose", title: "T", imageUrl: url, buttons },
    { type: "carousel", cards: [{ text: "One", title: "T", imageUrl: url, buttons }], altText: "Cards" },
    {
      type: "notification",
      templateKey: "shipment_completed_ja",
      emphasizedItem: { itemKey: "date_002_ja", content: "today" },
      items: [{ itemKey: "number_001_ja", content: "42" }],
      buttons: [{ buttonKey: "contact_ja", url }],
    },
    { type: "native", channel: "line", payload: { messages: [] } },
  ];
}

const replacements: readonly JsonValue[] = [
  null, "", "x", "PT2M", "P1W", "2026-01-01", 0, -1, 1.5, 1e9, true, [], {}, [null], [[]], [{}], ["x"], { type: "text" }, { "A b": "x" },
  "x".repeat(100_001),
];

interface Mutation {
  readonly name: string;
  readonly body: JsonValue;
}

/** Every place of a value, replaced, removed or given an unknown field. */
function mutations(value: JsonValue, place = ""): Mutation[] {
  const here = replacements.map((body) => ({ name: `${place} = ${JSON.stringify(body).slice(0, 40)}`, body }));
  if (Array.isArray(value)) {
    const inside = value.flatMap((item: JsonValue, index) =>
      mutations(item, `${place}/${index}`).map(({ name, body }) => ({ name, body: value.with(index, body) as JsonValue })));
    return [...here, ...inside, { name: `${place} + item`, body: [...value, value[0] ?? 0] }];
  }
  if (typeof value !== "object" || value === null) return here;
  const object = value as JsonObject;
  const inside = Object.entries(object).flatMap(([name, item]) => {
    const { [name]: _removed, ...rest } = object;
    return [
      { name: `${place}/${name} removed`, body: rest },
      ...mutations(item, `${place}/${name}`).map((mutation) => ({ ...mutation, body: { ...object, [name]: mutation.body } })),
    ];
  });
  return [...here, ...inside, { name: `${place} + unknown`, body: { ...object, unknown: 1 } }];
}

const corpus = seeds.flatMap((seed) => mutations(seed));

describe("the schema and the classes it is derived from", () => {
  it("take every seed", () => {
    expect(seeds.filter((seed) => !schemaTakes(seed) || !classesTake(seed))).toEqual([]);
  });

  it("agree on every mutation of the seeds", () => {
    const disagreements = corpus
      .map(({ name, body }) => ({ name, schema: schemaTakes(body), classes: classesTake(body) }))
      .filter(({ schema, classes }) => schema !== classes);
    expect(disagreements).toEqual([]);
  });

  it("take some mutations and refuse most, so that agreeing means something", () => {
    const taken = corpus.filter(({ body }) => schemaTakes(body)).length;
    expect(taken).toBeGreaterThan(100);
    expect(corpus.length - taken).toBeGreaterThan(2000);
  });
});
