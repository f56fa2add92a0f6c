import type { LedgerEntry } from "@todoke/simulator";
import { readLedger } from "../check-ledger.ts";
import { startCampaign } from "../contestants/campaign.ts";
import { checkMessages } from "../contestants/check-messages.ts";
import { type MessageAnswer, OrchestratorClient } from "../contestants/orchestrator-client.ts";
import { tellWhoFollows } from "../contestants/orchestrator.ts";
import { startApart, startOrchestratorProcess, type Store } from "../contestants/orchestrator-process.ts";
import type { Options } from "../options.ts";
import { personAt } from "../people.ts";
import { startSimulatorProcess } from "../simulator-process.ts";
import type { AcceptCondition } from "./accept-run.ts";
import type { Acceptor } from "./acceptor.ts";
import { postMessages } from "./post-messages.ts";
import { type AcceptRanges, acceptRanges } from "./ranges.ts";

/** Each costs a request; the ledger is checked for all of them. */
const checkedMessages = 100;

/** Later than any run lasts. */
const scheduledInMs = 24 * 3_600_000;

/** Where what is accepted is sent: by the process that accepted it, or by another beside it. */
type Place = Store | "apart";

/** The orchestrator, which also sends what it accepts. */
export function acceptingOrchestrator(place: Place, condition: AcceptCondition): Acceptor {
  return {
    name: `todoke-${place}`,
    condition,
    isBaseline: false,
    ...(place !== "pglite" && { needs: "postgresql" }),
    run: (options, signal) => run(place, condition, options, signal),
  };
}

async function run(place: Place, condition: AcceptCondition, options: Options, signal: AbortSignal) {
  const ranges = acceptRanges(options);
  const people = { from: 1, count: ranges.everybody.count + ranges.campaign.count };
  await using simulator = await startSimulatorProcess(people, "personalised", signal);
  const surroundings = { simulator, options, signal };
  await using services = place === "apart" ? await startApart(surroundings) : await startOrchestratorProcess(place, surroundings);
  const service = "door" in services ? services.door : services;
  await using client = new OrchestratorClient(service.url, options.concurrency, signal);
  await tellWhoFollows(client, ranges.everybody, "personalised");
  const campaign = condition === "while-sending" ? await startCampaign(client, simulator, ranges.campaign, signal) : undefined;
  const sendAt = condition === "scheduled" ? new Date(Date.now() + scheduledInMs).toISOString() : undefined;
  const server = { url: service.url, processId: service.process.processId };
  const { measured, startedAtMs } = await postMessages(server, options, signal, sendAt);
  const ended = (await campaign?.end()) ?? [];
  await client.allCompleted();

  const messages = (await Array.fromAsync(client.messages())).filter(({ counts }) => counts.recipients === 1);
  const listed = messages.length === ranges.everybody.count ? [] : [`${messages.length} messages are listed, ${ranges.everybody.count} were accepted`];
  const ledger = ofSingleMessages(await simulator.ledger(0, signal), ranges);
  if (condition === "scheduled") return { measured, failures: [...listed, ...scheduledComplaints(messages, ledger)] };
  const endedAtMs = Math.max(...messages.map(({ completedAt }) => Date.parse(completedAt ?? "")));
  const failures = [
    ...ended,
    ...listed,
    ...readLedger(ledger, ranges.everybody, "personalised").complaints,
    ...(await checkMessages(client, messages.slice(0, checkedMessages), "personalised")),
  ];
  return { measured: { ...measured, outcomesPerSecond: (ranges.measured.count / (endedAtMs - startedAtMs)) * 1_000 }, failures };
}

function ofSingleMessages(ledger: readonly LedgerEntry[], { everybody }: AcceptRanges): readonly LedgerEntry[] {
  const single = new Set(Array.from({ length: everybody.count }, (_, offset) => personAt(everybody.from + offset).lineUserId));
  return ledger.filter(({ to }) => to.some((address) => single.has(address)));
}

function scheduledComplaints(messages: readonly MessageAnswer[], ledger: readonly LedgerEntry[]): readonly string[] {
  const early = messages.filter(({ status }) => status !== "scheduled").length;
  return [
    ...(early === 0 ? [] : [`${early} messages are not scheduled any more`]),
    ...(ledger.length === 0 ? [] : [`${ledger.length} sends went out that were for later`]),
  ];
}
