import { messagingApi } from "@line/bot-sdk";
import { identicalText, personalText, personAt } from "../people.ts";
import { runConcurrently } from "../run-concurrently.ts";
import { type ChildSettings, readChildSettings } from "./child-settings.ts";
import { serveRuns } from "./serve-runs.ts";

const { simulatorUrl, channelAccessToken, concurrency, identical } = readChildSettings<ChildSettings>();
const client = new messagingApi.MessagingApiClient({ channelAccessToken, baseURL: simulatorUrl });

serveRuns(({ from, count }) =>
  runConcurrently(count, concurrency, (offset) => {
    const person = personAt(from + offset);
    const text = identical ? identicalText : personalText(person);
    return client.pushMessage({ to: person.lineUserId, messages: [{ type: "text", text }] });
  }));
