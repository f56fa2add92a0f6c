import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { isHashOf, isSigned, type FormFields } from "./signature.ts";

const { getExpectedTwilioSignature } = createRequire(import.meta.url)(
  "twilio/lib/webhooks/webhooks.js",
) as typeof import("twilio/lib/webhooks/webhooks.js");

const accountSid = `AC${"0".repeat(32)}`;
const messageSid = `SM${"1".repeat(32)}`;

/** The first is printed in Twilio's own documentation; the others were made with Twilio's library. */
const vectors = [
  {
    name: "the example of Twilio's documentation",
    token: "12345",
    url: "https://mycompany.com/myapp.php?foo=1&bar=2",
    fields: {
      CallSid: "CA1234567890ABCDE",
      Caller: "+14158675309",
      Digits: "1234",
      From: "+14158675309",
      To: "+18005551212",
    },
    signature: "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
  },
  {
    name: "a status callback",
    token: "test-token",
    url: "https://hooks.example.com/sms/status",
    fields: {
      AccountSid: accountSid,
      ApiVersion: "2010-04-01",
      From: "+15005550006",
      MessageSid: messageSid,
      SmsSid: messageSid,
      MessageStatus: "delivered",
      SmsStatus: "delivered",
      RawDlrDoneDate: "2611201530",
      To: "+819012345678",
    },
    signature: "8HuB4QurAESRp9raV/e90sK+uE0=",
  },
  {
    name: "a callback with a query and an empty field",
    token: "test_auth_token",
    url: "https://example.com/webhooks/twilio/status?tenant=t1",
    fields: {
      MessageSid: "SM1",
      SmsSid: "SM1",
      MessageStatus: "delivered",
      SmsStatus: "delivered",
      To: "+819012345678",
      From: "+15005550006",
      AccountSid: "AC1",
      ApiVersion: "2010-04-01",
      Empty: "",
    },
    signature: "XZR8d5+49abh8ObrBFH8e/a9WlQ=",
  },
  {
    name: "an inbound message in Japanese with an escaped query",
    token: "test-token",
    url: "https://hooks.example.com/sms/inbound?tenant=a%20b",
    fields: {
      ToCountry: "JP",
      SmsMessageSid: "SM2",
      SmsSid: "SM2",
      MessageSid: "SM2",
      NumMedia: "0",
      SmsStatus: "received",
      Body: "こんにちは STOP?",
      To: "+15005550006",
      NumSegments: "1",
      AccountSid: accountSid,
      From: "+819012345678",
      ApiVersion: "2010-04-01",
      FromCity: "",
    },
    signature: "zzuCaWnhv6PK+Eej0dFsjpb0YsI=",
  },
];

function fieldsOf(record: Readonly<Record<string, string | undefined>>): FormFields {
  return new Map(Object.entries(record).map(([name, value]) => [name, [value ?? ""]]));
}

describe("isSigned", () => {
  it.each(vectors)("accepts $name", ({ token, url, fields, signature }) => {
    expect(isSigned(signature, url, fieldsOf(fields), [token])).toBe(true);
  });

  it.each(vectors)("refuses $name after any change", ({ token, url, fields, signature }) => {
    const form = fieldsOf(fields);
    expect(isSigned(signature, url, form, [`${token}x`])).toBe(false);
    expect(isSigned(signature, `${url}/`, form, [token])).toBe(false);
    expect(isSigned(signature, url.replace("https:", "http:"), form, [token])).toBe(false);
    expect(isSigned(signature, url, new Map([...form, ["Extra", [""]]]), [token])).toBe(false);
    expect(isSigned(signature.slice(1), url, form, [token])).toBe(false);
    expect(isSigned("", url, form, [token])).toBe(false);
  });

  it("accepts any of several tokens, wherever it stands", () => {
    const { token, url, fields, signature } = vectors[1]!;
    expect(isSigned(signature, url, fieldsOf(fields), [token, "old"])).toBe(true);
    expect(isSigned(signature, url, fieldsOf(fields), ["old", token])).toBe(true);
    expect(isSigned(signature, url, fieldsOf(fields), [])).toBe(false);
  });

  it("accepts the default port, written or not", () => {
    const { token, url, fields, signature } = vectors[2]!;
    expect(isSigned(signature, url.replace("example.com", "example.com:443"), fieldsOf(fields), [token])).toBe(true);
  });

  it("agrees with Twilio's library on ports, repeated fields and the order of names", () => {
    const url = "http://127.0.0.1:4010/in?a=1";
    const fields = { b: ["2", "1", "2"], B: "x", あ: "い", a: "" };
    const signature = getExpectedTwilioSignature("token", url, fields);
    const form: FormFields = new Map([["あ", ["い"]], ["a", [""]], ["b", ["2", "1", "2"]], ["B", ["x"]]]);
    expect(isSigned(signature, url, form, ["token"])).toBe(true);
  });

  it("does not throw on an address that is none", () => {
    expect(isSigned("x", "not an address", new Map(), ["token"])).toBe(false);
  });
});

describe("isHashOf", () => {
  const hash = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
  const body = Buffer.from('{"property": "value", "boolean": true}');

  it("fits the body of Twilio's JSON example, whose address carries it", () => {
    expect(isHashOf(hash, body)).toBe(true);
    const url = `https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=${hash}`;
    expect(isSigned("a9nBmqA0ju/hNViExpshrM61xv4=", url, new Map(), ["12345"])).toBe(true);
  });

  it("fits no other body", () => {
    expect(isHashOf(hash, Buffer.from('{"property":"value","boolean":true}'))).toBe(false);
    expect(isHashOf("", body)).toBe(false);
  });
});
