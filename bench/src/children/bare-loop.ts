import { Pool } from "undici";
import { type IndexRange, splitRange } from "../index-range.ts";
import { identicalText, peopleIn, personalText, personAt } from "../people.ts";
import { runConcurrently } from "../run-concurrently.ts";
import { type ChildSettings, readChildSettings } from "./child-settings.ts";
import { serveRuns } from "./serve-runs.ts";

/** LINE's most in one multicast: "Messaging API reference", Send multicast message. */
const multicastSize = 500;

const { simulatorUrl, credentials, concurrency, scenario } = readChildSettings<ChildSettings>();
const { channelAccessToken, accountSid, authToken, senderPhone } = credentials;
const pool = new Pool(simulatorUrl, { connections: concurrency });
const lineHeaders = { authorization: `Bearer ${channelAccessToken}`, "content-type": "application/json" };
const twilioHeaders = {
  authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`,
  "content-type": "application/x-www-form-urlencoded",
};

serveRuns(scenario === "identical" ? multicastAll : pushAll);

function pushAll({ from, count }: IndexRange): Promise<void> {
  return runConcurrently(count, concurrency, async (offset) => {
    const person = personAt(from + offset);
    const text = personalText(person);
    const status = await postToLine("push", { to: person.lineUserId, messages: [{ type: "text", text }] });
    if (status === 400 && scenario === "failover") return sendSms(person.phone, text);
    if (status !== 200) throw new Error(`a push was answered ${status}`);
  });
}

function multicastAll(range: IndexRange): Promise<void> {
  const parts = splitRange(range, multicastSize);
  return runConcurrently(parts.length, concurrency, async (index) => {
    const to = peopleIn(parts[index]!).map(({ lineUserId }) => lineUserId);
    const status = await postToLine("multicast", { to, messages: [{ type: "text", text: identicalText }] });
    if (status !== 200) throw new Error(`a multicast was answered ${status}`);
  });
}

function postToLine(endpoint: string, body: object): Promise<number> {
  return post(`/v2/bot/message/${endpoint}`, lineHeaders, JSON.stringify(body));
}

async function sendSms(phone: string, text: string): Promise<void> {
  const body = new URLSearchParams({ To: phone, From: senderPhone, Body: text }).toString();
  const status = await post(`/2010-04-01/Accounts/${accountSid}/Messages.json`, twilioHeaders, body);
  if (status !== 201) throw new Error(`an SMS was answered ${status}`);
}

async function post(path: string, headers: Readonly<Record<string, string>>, body: string): Promise<number> {
  const response = await pool.request({ method: "POST", path, headers, body });
  await response.body.dump();
  return response.statusCode;
}
