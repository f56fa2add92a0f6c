import { ConfigurationError } from "@todoke/core";
import { expect, test } from "vitest";
import { exampleCarrier } from "../testing/example-carriers.ts";
import { plainCarrier } from "../testing/plain-carrier.ts";
import { parseConfig } from "./read-config.ts";

const secret = "a-secret-that-must-not-show";
type Settings = Record<string, unknown>;

const plain = plainCarrier() as unknown as { request: Settings; answer: Settings } & Settings;
const { request, answer } = plain;
const report = { status: "s", statuses: { D: "delivered" }, messageId: "id" };
const callbacks = { format: "json", authentication: { type: "header", header: "x", secrets: [secret] }, report };
const hmac = { type: "hmac", algorithm: "sha256", secrets: [secret], header: "x", encoding: "hex" };
const statusQuery = { request: { url: "https://a.example/{{messageId}}", method: "GET" }, status: "s", statuses: { D: "delivered" } };

test("takes the published examples, and what they are made of", () => {
  for (const name of ["json-carrier", "form-carrier"] as const) {
    const settings = exampleCarrier(name);
    expect(parseConfig({ ...settings })).toEqual(settings);
  }
  expect(parseConfig({ ...plain, callbacks, statusQuery })).toEqual({ ...plain, callbacks, statusQuery });
});

test.each<[string, Settings]>([
  ["request", {}],
  ["request.url", { request: { ...request, url: secret } }],
  ["request.url", { request: { ...request, url: `ftp://${secret}.example` } }],
  ["request.url", { request: { ...request, url: "https://{{to}}.example/" } }],
  ["request.url", { request: { ...request, url: `https://user:${secret}@a.example/` } }],
  ["request.url", { request: { ...request, url: `https://a.example/#${secret}` } }],
  ["request.url", { request: { ...request, url: "https://a.example/?to={{to}}" } }],
  ["request.url", { request: { ...request, url: "http://a.example/" } }],
  ["request.url", { request: { ...request, url: "http://127.0.0.1.a.example/" } }],
  ["request.url", { request: { ...request, url: "https://a.example/{{password}}" } }],
  ["request.method", { request: { ...request, method: "DELETE" } }],
  ["request.body", { request: { ...request, method: "GET" } }],
  ["request.body", { request: { ...request, body: secret } }],
  ["request.body.form.text", { request: { ...request, body: { form: { text: 7 } } } }],
  ["request.body.json.a.1.b", { request: { ...request, body: { json: { a: ["{{to}}", { b: "{{nothing}}" }] } } } }],
  ["request.body.escape", { request: { ...request, body: { text: "{{text}}", contentType: "text/plain", escape: secret } } }],
  ["request.body.secret", { request: { ...request, body: { json: {}, secret } } }],
  ["request.headers.X Y", { request: { ...request, headers: { "X Y": secret } } }],
  ["request.headers.Host", { request: { ...request, headers: { Host: secret } } }],
  ["request.headers.x", { request: { ...request, headers: { x: `${secret}\r\nto: x` } } }],
  ["request.headers.x", { request: { ...request, headers: { x: "{{text}}" } } }],
  ["request.basicAuth.password", { request: { ...request, basicAuth: { username: "x" } } }],
  ["request", { request: { url: "https://a.example/", body: { json: { to: "{{to}}" } } } }],
  ["request", { from: "Shop" }],
  ["from", { request: { ...request, query: { from: "{{from}}" } } }],
  ["from", { from: "A name that is too long" }],
  ["senderByCountry.XX", { senderByCountry: { XX: "Shop" } }],
  ["senderByCountry.TH", { senderByCountry: { TH: "" } }],
  ["countries[0]", { countries: ["Thailand"] }],
  ["countries", { countries: [] }],
  ["countries", { numberFormat: "national" }],
  ["countries", { numberFormat: "national", countries: ["TH", "TW"] }],
  ["numberFormat", { numberFormat: secret }],
  ["textEncoding", { textEncoding: "utf-16" }],
  ["codings", { codings: { gsm7: "0", ucs2: "8" } }],
  ["codings.ucs2", { codings: { gsm7: "0" } }],
  ["maxSegments", { maxSegments: 0 }],
  ["validity", { validity: { minMs: 2_000, maxMs: 1_000 } }],
  ["validity.maxMs", { validity: { maxMs: 1.5 } }],
  ["limits.sms-send.perMs", { limits: { "sms-send": { requests: 1, perMs: 0 } } }],
  ["limits.push", { limits: { push: { requests: 1, perMs: 1 } } }],
  ["horizonMs", { horizonMs: "P1D" }],
  ["answer.accepted", { answer: { messageId: "id" } }],
  ["answer", { answer: { accepted: {} } }],
  ["answer", { answer: { accepted: { statuses: [200, 202] }, code: "code" } }],
  ["answer.accepted.statuses[0]", { answer: { ...answer, accepted: { statuses: [302] } } }],
  ["answer.accepted.codes", { answer: { ...answer, accepted: { codes: ["0"] } } }],
  ["answer.messageId", { answer: { ...answer, messageId: "a..b" } }],
  ["answer.messageId.pattern", { answer: { ...answer, messageId: { pattern: `(${secret}` } } }],
  ["answer.messageId.pattern", { answer: { ...answer, messageId: { pattern: "id=\\d+" } } }],
  ["answer.messageId.pattern", { answer: { ...answer, messageId: { pattern: "(i)(d)" } } }],
  ["answer.requestId.header", { answer: { ...answer, requestId: { header: "" } } }],
  ["answer.errors.9", { answer: { ...answer, errors: { "9": "person" } } }],
  ["answer.errors.http-200", { answer: { ...answer, errors: { "http-200": "sender" } } }],
  ["answer.errors.http-404", { answer: { ...answer, errors: { "http-404": "recipient" } } }],
  ["answer.otherwise", { answer: { ...answer, otherwise: "throttled" } }],
  ["callbacks.report", { callbacks: { ...callbacks, report: undefined } }],
  ["callbacks.report", { callbacks: { ...callbacks, report: { ...report, messageId: undefined } } }],
  ["callbacks.report", { answer: { accepted: { statuses: [202] } }, callbacks }],
  ["callbacks.report.statuses.D", { callbacks: { ...callbacks, report: { ...report, statuses: { D: "ambiguous" } } } }],
  ["callbacks.report.utcOffset", { callbacks: { ...callbacks, report: { ...report, utcOffset: "Asia/Bangkok" } } }],
  ["callbacks.report.attemptId", { callbacks: { ...callbacks, report: { ...report, attemptId: "ref" } } }],
  ["callbacks.format", { callbacks: { ...callbacks, format: "xml" } }],
  ["callbacks.authentication.type", { callbacks: { ...callbacks, authentication: { type: "none" } } }],
  ["callbacks.authentication", { callbacks: { ...callbacks, authentication: { type: "token" } } }],
  ["callbacks.authentication.secrets[0]", { callbacks: { ...callbacks, authentication: { type: "header", header: "x", secrets: ["short"] } } }],
  ["callbacks.authentication.parameter", { callbacks: { ...callbacks, authentication: { type: "query", parameter: "attempt", secrets: [secret] } } }],
  ["callbacks.authentication.content", { callbacks: { ...callbacks, authentication: { ...hmac, content: "{{url}}" } } }],
  ["callbacks.authentication.content", { callbacks: { ...callbacks, authentication: { ...hmac, content: "{{text}}{{body}}" } } }],
  ["callbacks.authentication.content", { callbacks: { ...callbacks, format: "query", authentication: hmac } }],
  ["callbacks.authentication.timestamp", { callbacks: { ...callbacks, authentication: { ...hmac, timestamp: { header: "t" } } } }],
  ["callbacks.authentication.timestamp", { callbacks: { ...callbacks, authentication: { ...hmac, content: "{{timestamp}}{{body}}" } } }],
  ["callbacks.inbound", { callbacks: { format: "json", authentication: { type: "token" }, inbound: { from: "a", messageId: "b" } } }],
  ["request", { request: { ...request, query: { cb: "{{callbackUrl}}" } } }],
  ["statusQuery.request", { statusQuery: { ...statusQuery, request: { url: "https://a.example/" } } }],
  ["statusQuery.request", { answer: { accepted: { statuses: [202] } }, statusQuery }],
  ["statusQuery.request.url", { statusQuery: { ...statusQuery, request: { url: "https://a.example/{{text}}" } } }],
  ["statusQuery.lostAnswerDelaysMs", { statusQuery: { ...statusQuery, lostAnswerDelaysMs: [1_000] } }],
  ["statusQuery.silenceDelaysMs", { statusQuery: { ...statusQuery, silenceDelaysMs: [2_000, 1_000] } }],
  ["statusQuery.notFoundCodes", { statusQuery: { ...statusQuery, notFoundCodes: ["9"] } }],
  ["baseUrl", { baseUrl: secret }],
])("%s is named as what is wrong, without its value: case %#", (setting, change) => {
  const settings = Object.keys(change).length === 0 ? {} : { ...plain, ...change };
  const error = thrownBy(() => parseConfig(settings));
  if (!ConfigurationError.is(error)) throw error;
  expect(error.setting).toBe(setting);
  expect(error.message).not.toContain(secret);
});

test("takes http:// to this machine, and elsewhere where that is said", () => {
  for (const url of ["http://localhost:1/x", "http://127.0.0.1/x", "http://[::1]:1/x"]) {
    expect(parseConfig({ ...plain, request: { ...request, url } }).request.url).toBe(url);
  }
  const allowed = { ...request, url: "http://sms.example/x", allowPlainHttp: true };
  expect(parseConfig({ ...plain, request: allowed }).request).toEqual(allowed);
});

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
