import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import { newWebhookSecret, signedHeaders } from "./sign.ts";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

it("signs as the published example does", () => {
  const signed = signedHeaders([secret], { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: '{"test": 2432232314}' });
  expect(signed).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

it("is believed by the reference verifier under each of two secrets, and under no third", () => {
  const body = '{"text":"届け"}';
  const secrets = [newWebhookSecret(), newWebhookSecret()];
  const headers = signedHeaders(secrets, { id: "rpt_1", timestamp: Math.floor(Date.now() / 1_000), body });
  for (const each of secrets) expect(new Webhook(each).verify(body, headers)).toEqual({ text: "届け" });
  expect(() => new Webhook(newWebhookSecret()).verify(body, headers)).toThrow();
  expect(() => new Webhook(secrets[0]!).verify(`${body} `, headers)).toThrow();
});

it("makes secrets of 32 bytes, none like another", () => {
  const secrets = Array.from({ length: 10 }, newWebhookSecret);
  expect(new Set(secrets).size).toBe(10);
  for (const each of secrets) expect(Buffer.from(each.replace("whsec_", ""), "base64")).toHaveLength(32);
});
