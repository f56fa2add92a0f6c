import { identicalText, personalText, personAt } from "../people.ts";
import { runConcurrently } from "../run-concurrently.ts";
import { type ChildSettings, readChildSettings } from "./child-settings.ts";
import { createOfficialClients } from "./official-clients.ts";
import { serveRuns } from "./serve-runs.ts";

const settings = readChildSettings<ChildSettings>();
const { concurrency, scenario } = settings;
const clients = createOfficialClients(settings);

serveRuns(({ from, count }) =>
  runConcurrently(count, concurrency, async (offset) => {
    const person = personAt(from + offset);
    const parcel = { ...person, text: scenario === "identical" ? identicalText : personalText(person) };
    if (await clients.push(parcel)) return;
    if (scenario !== "failover") throw new Error("a push was answered 400, although all are friends");
    await clients.sendSms(parcel);
  }));
