import { describe, expect, test } from "vitest";
import type { BodyTemplate } from "../config.ts";
import { fillRequest } from "./fill-request.ts";

const url = "https://api.carrier.example/send";
/** Whatever could end the place where it stands, and words that look like placeholders. */
const hostile = `"},{'x':"1&to=+0\r\n</to><![CDATA[ {{to}} {"席"} 🪑 ]]>%`;
const values = { to: "+66812345678", text: hostile, ttl: 60, callbackUrl: undefined };

function bodyOf(body: BodyTemplate): string {
  return fillRequest({ url, body }, values)?.body ?? "";
}

describe("a value stays in its place", () => {
  test("in JSON, at any depth, alone and among words", () => {
    const json = { a: "{{text}}", b: [{ c: "<{{text}}>" }], d: true, e: null, f: 1 };
    expect(JSON.parse(bodyOf({ json }))).toEqual({ a: hostile, b: [{ c: `<${hostile}>` }], d: true, e: null, f: 1 });
  });

  test("in a form", () => {
    const form = new URLSearchParams(bodyOf({ form: { to: "{{to}}", msg: "{{text}}" } }));
    expect(Object.fromEntries(form)).toEqual({ to: "+66812345678", msg: hostile });
  });

  test("in a query and in a path", () => {
    const filled = new URL(fillRequest({ url: `${url}/{{text}}/now?v=2`, query: { msg: "{{text}}" } }, values)!.url);
    expect(filled.pathname).toBe(`/send/${encodeURIComponent(hostile)}/now`);
    expect(Object.fromEntries(filled.searchParams)).toEqual({ v: "2", msg: hostile });
  });

  test("in XML, with what XML cannot hold replaced", () => {
    const text = bodyOf({ text: '<sms to="{{to}}">{{text}}</sms>', contentType: "text/xml", escape: "xml" });
    expect(text).toBe(
      `<sms to="+66812345678">&quot;},{&apos;x&apos;:&quot;1&amp;to=+0&#13;\n&lt;/to&gt;&lt;![CDATA[ {{to}} {&quot;席&quot;} 🪑 ]]&gt;%</sms>`,
    );
    const filled = fillRequest({ url, body: { text: "{{text}}", contentType: "text/xml", escape: "xml" } }, { text: "a\u0000b\u001fc" });
    expect(filled?.body).toBe("a\ufffdb\ufffdc");
  });

  test("in JSON and in an address written as text", () => {
    expect(JSON.parse(bodyOf({ text: '{"m":"{{text}}"}', contentType: "application/json", escape: "json" }))).toEqual({ m: hostile });
    const lines = new URLSearchParams(bodyOf({ text: "m={{text}}", contentType: "text/plain", escape: "url" }));
    expect(lines.get("m")).toBe(hostile);
  });
});

describe("a placeholder without a value", () => {
  test("takes its member, field, parameter and header along", () => {
    const template = { url, query: { cb: "x{{callbackUrl}}", to: "{{to}}" }, headers: { "X-Cb": "{{callbackUrl}}", "X-To": "{{to}}" } };
    const filled = fillRequest({ ...template, body: { json: { cb: "{{callbackUrl}}", list: ["{{callbackUrl}}", "{{to}}"] } } }, values);
    expect(filled).toEqual({
      method: "POST",
      url: `${url}?to=%2B66812345678`,
      headers: { "content-type": "application/json", "x-to": "+66812345678" },
      body: '{"list":["+66812345678"]}',
    });
    expect(bodyOf({ form: { cb: "{{callbackUrl}}", to: "{{to}}" } })).toBe("to=%2B66812345678");
  });

  test("is empty in a body of text, and makes a path impossible", () => {
    expect(bodyOf({ text: "[{{callbackUrl}}]", contentType: "text/plain", escape: "none" })).toBe("[]");
    expect(fillRequest({ url: `${url}/{{callbackUrl}}` }, values)).toBeUndefined();
  });

  test("as do dots alone, which would lead to another path", () => {
    expect(fillRequest({ url: `${url}/{{text}}/status` }, { text: ".." })).toBeUndefined();
    expect(fillRequest({ url: `${url}/{{text}}/status` }, { text: "a..b" })?.url).toBe(`${url}/a..b/status`);
  });
});

test("a number stays one where it stands alone in JSON, and nowhere else", () => {
  expect(bodyOf({ json: { ttl: "{{ttl}}", words: "{{ttl}} s", to: "{{to}}" } })).toBe('{"ttl":60,"words":"60 s","to":"+66812345678"}');
  expect(bodyOf({ form: { ttl: "{{ttl}}" } })).toBe("ttl=60");
});

test("credentials and a content type of one's own go into headers", () => {
  const basicAuth = { username: "shop", password: "pässword" };
  const filled = fillRequest({ url, basicAuth, headers: { "Content-Type": "application/vnd.sms+json" }, body: { json: {} } }, values);
  expect(filled?.headers).toEqual({
    authorization: `Basic ${Buffer.from("shop:pässword").toString("base64")}`,
    "content-type": "application/vnd.sms+json",
  });
});
