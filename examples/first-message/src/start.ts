import { fileURLToPath } from "node:url";
import { describeAccounts, findRealAccounts, type RealAccounts } from "./accounts.ts";
import { createApi, untilReady } from "./api.ts";
import { createChildren } from "./children.ts";
import { explain } from "./failure.ts";
import { sendOrFind } from "./first-message.ts";
import { describeNextSteps } from "./next-steps.ts";
import { readPeople } from "./people.ts";
import { chooseAddress, choosePlace } from "./place.ts";
import { printResult } from "./result.ts";
import { startRealService, startSimulatedService, startSimulator } from "./services.ts";
import { onStopRequest } from "./stop-requests.ts";

const peoplePath = fileURLToPath(new URL("../people.csv", import.meta.url));
const repositoryFolder = fileURLToPath(new URL("../../..", import.meta.url));

const stopping = new AbortController();
const children = createChildren();
onStopRequest(stop, () => process.exit(1));
process.on("exit", () => children.kill());

try {
  const accounts = findRealAccounts(process.env, repositoryFolder);
  const running = accounts === undefined ? demonstrate() : serve(accounts);
  await Promise.race([running, children.trouble]);
  await Promise.race([aborted(stopping.signal), children.trouble]);
} catch (error) {
  if (!stopping.signal.aborted) {
    process.exitCode = 1;
    stopping.abort();
    console.error(`\n${explain(error)}`);
  }
}
await children.stop();
process.exit();

function stop(): void {
  stopping.abort();
  console.log("\nStopping.");
}

/** No account yet: simulated providers, invented people, and a first message to them. */
async function demonstrate(): Promise<void> {
  const people = readPeople(peoplePath);
  const place = await choosePlace(repositoryFolder);
  const api = createApi(place.baseUrl, place.apiKey, stopping.signal);
  console.log("No LINE or Twilio account is set: both are simulated, and the people are invented.");
  console.log(`Data is kept in ${place.dataFolder}; TODOKE_DATA_FOLDER chooses another place.\n`);

  console.log("Starting the simulator and the service; the very first start takes some seconds to make a database.");
  const simulatorUrl = await startSimulator(children, place, people);
  startSimulatedService(children, place, simulatorUrl);
  await untilReady(place.baseUrl, stopping.signal);
  await api.verifyInbound("line");

  const { id } = await sendOrFind(api, people, stopping.signal);
  const deliveries = await printResult(api, id, people.length, simulatorUrl, stopping.signal);
  console.log(`\n${describeNextSteps(place, people, deliveries)}`);
}

/** Real accounts: the service alone. Nothing is sent until somebody asks it to. */
async function serve(accounts: RealAccounts): Promise<void> {
  const { host, port, baseUrl } = await chooseAddress(process.env["HOST"] || "127.0.0.1");
  console.log("Real accounts are set, so nothing is simulated and nothing is sent by itself.");
  console.log(`${describeAccounts(accounts).join("\n")}\n`);

  startRealService(children, repositoryFolder, port);
  await untilReady(baseUrl, stopping.signal);
  console.log(`\nTodoke runs on ${host}:${port}. Its documentation: ${baseUrl}/docs\nCtrl+C stops it.`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener("abort", () => done(), { once: true });
  });
}
