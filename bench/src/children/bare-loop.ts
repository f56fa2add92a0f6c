import { Pool } from "undici";
import { type IndexRange, splitRange } from "../index-range.ts";
import { identicalText, peopleIn, personalText, personAt } from "../people.ts";
import { runConcurrently } from "../run-concurrently.ts";
import { type ChildSettings, readChildSettings } from "./child-settings.ts";
import { serveRuns } from "./serve-runs.ts";

/** LINE's most in one multicast: "Messaging API reference", Send multicast message. */
const multicastSize = 500;

const { simulatorUrl, channelAccessToken, concurrency, identical } = readChildSettings<ChildSettings>();
const pool = new Pool(simulatorUrl, { connections: concurrency });
const headers = { authorization: `Bearer ${channelAccessToken}`, "content-type": "application/json" };

serveRuns(identical ? multicastAll : pushAll);

function pushAll({ from, count }: IndexRange): Promise<void> {
  return runConcurrently(count, concurrency, (offset) => {
    const person = personAt(from + offset);
    return post("push", { to: person.lineUserId, messages: [{ type: "text", text: personalText(person) }] });
  });
}

function multicastAll(range: IndexRange): Promise<void> {
  const parts = splitRange(range, multicastSize);
  return runConcurrently(parts.length, concurrency, (index) => {
    const to = peopleIn(parts[index]!).map(({ lineUserId }) => lineUserId);
    return post("multicast", { to, messages: [{ type: "text", text: identicalText }] });
  });
}

async function post(endpoint: string, body: object): Promise<void> {
  const path = `/v2/bot/message/${endpoint}`;
  const response = await pool.request({ method: "POST", path, headers, body: JSON.stringify(body) });
  const text = await response.body.text();
  if (response.statusCode !== 200) throw new Error(`${endpoint} was answered ${response.statusCode}: ${text}`);
}
