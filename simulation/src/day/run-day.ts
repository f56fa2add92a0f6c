import type { EvidenceEvent } from "@todoke/core";
import { checkInvariants, openRows, readRecords, type CallbackRecord, type ClientRecord, type InvariantReport, type LedgerRecord } from "@todoke/invariants";
import { Chance } from "../chance.ts";
import { EngineHost } from "../engine-host.ts";
import { slowDatabase } from "../time/slow-database.ts";
import { VirtualTime } from "../time/virtual-time.ts";
import { adapterOf } from "../world/adapter-of.ts";
import { lineRules, notificationRules, smsRules, type ChannelRules } from "../world/channel-rules.ts";
import { postOf } from "../world/inbound-posts.ts";
import { createPeople, type Person } from "../world/person.ts";
import { SimulatedProvider } from "../world/simulated-provider.ts";
import { Weather } from "../world/weather.ts";
import { Caller } from "./caller.ts";
import { digestOf } from "./digest.ts";
import { requestOf } from "./request-of.ts";
import { takePicture, type Picture } from "./picture.ts";

export interface DayOptions {
  readonly people: number;
  /** May be a part of one. */
  readonly days: number;
  readonly seed: string;
  /** How often the engine looks for due work, in milliseconds. */
  readonly pollIntervalMs: number;
}

/** What a simulated day left behind. */
export interface Day {
  /** SHA-256 over the ledger, what callers were told, and every row of messages, deliveries, attempts and evidence. */
  readonly digest: string;
  readonly invariants: InvariantReport;
  /** What the engine logged as errors. */
  readonly errors: readonly string[];
  readonly crashes: number;
  /** What was asked for and refused, by its code. */
  readonly refused: ReadonlyMap<string, number>;
  readonly picture: Picture;
}

const statementTakesMs = [0, 0, 0, 1, 2] as const;
const dayMs = 24 * 3_600_000;
/** Long before the next change of any clock, so that days are alike. */
const begins = new Date("2026-11-30T15:00:00Z");

/** Lives through the days that a seed gives, to the end of every message that was sent in them. */
export async function runDay(options: DayOptions): Promise<Day> {
  const chance = new Chance(options.seed);
  const time = new VirtualTime(begins);
  const end = time.begin(chance.branch("engine"));
  const lastsMs = options.days * dayMs;
  const logs = { ledger: [] as LedgerRecord[], client: [] as ClientRecord[], callbacks: [] as CallbackRecord[] };
  const people = createPeople(options.people, time.nowMs, chance.branch("people"));
  const post = (accountId: string, event: EvidenceEvent) => bring(time, host, logs.callbacks, accountId, event, 1);
  const accountOf = (rules: ChannelRules) => {
    const luck = chance.branch(rules.channel);
    const weather = new Weather(luck.branch("weather"), time.nowMs, lastsMs, Math.ceil(2 * options.days));
    const provider = new SimulatedProvider({ time, people, weather, chance: luck, ledger: logs.ledger, post }, rules);
    return { id: rules.accountId, adapters: [adapterOf(provider, rules)] };
  };
  const host: EngineHost = new EngineHost(time, {
    accounts: [lineRules, notificationRules, smsRules].map(accountOf),
    publicBaseUrl: "https://simulation.example",
    settings: { pollIntervalMs: options.pollIntervalMs },
  });
  try {
    await host.start();
    const pace = chance.branch("database");
    // A dead engine's statements are never done, nor is the transaction that they are in.
    slowDatabase(() => (host.engine === undefined ? Promise.resolve() : time.afterInThisLife(pace.pick(statementTakesMs))));
    const refused = new Map<string, number>();
    planMessages(people, { time, host, client: logs.client, refused }, chance.branch("callers"), lastsMs);
    const crashes = await live(time, host, chance.branch("crashes"), lastsMs);
    await host.stop();
    slowDatabase(undefined);
    const rows = await openRows({ dataFolder: host.dataFolder });
    const digest = await digestOf(rows, logs);
    const rates = [lineRules, notificationRules, smsRules].flatMap(({ accountId, limits }) =>
      Object.entries(limits).filter(([endpoint]) => endpoint !== "profile").map(([endpoint, limit]) => ({ accountId, endpoint, ...limit })));
    const invariants = await checkInvariants(await readRecords(rows, logs), { isOver: true, rates });
    const picture = await takePicture(rows, logs.ledger, begins);
    await rows.close();
    return { digest, invariants, errors: host.errors, crashes, refused, picture };
  } finally {
    slowDatabase(undefined);
    end();
    host.removeFiles();
  }
}

/** Providers bring an event once more where nobody took it, and then no more. */
function bring(time: VirtualTime, host: EngineHost, taken: CallbackRecord[], accountId: string, event: EvidenceEvent, again: number): void {
  if (host.engine === undefined) {
    if (again > 0) time.at(time.nowMs + 30_000, () => bring(time, host, taken, accountId, event, again - 1));
    return;
  }
  const note = () => taken.push({ at: time.now().toISOString(), accountId, eventId: event.eventId, kind: "evidence" });
  void host.engine.receive(accountId, postOf([event])).then(note);
}

/** Each person is written to once or twice on average, mostly with few others, now and then with very many. */
function planMessages(people: readonly Person[], tools: ConstructorParameters<typeof Caller>[0], chance: Chance, lastsMs: number): void {
  const { time } = tools;
  for (let planned = 0; planned < 1.3 * people.length; ) {
    const size = Math.min(people.length, sizeOf(chance));
    const first = chance.whole(0, people.length - 1);
    const to = Array.from({ length: size }, (_, index) => people[(first + index) % people.length]!);
    const atMs = time.nowMs + chance.whole(1_000, lastsMs);
    const own = chance.branch(`message ${planned}`);
    time.at(atMs, () => void new Caller(tools, own).send(requestOf(to, atMs, own)));
    planned += size;
  }
}

function sizeOf(chance: Chance): number {
  switch (chance.weighted({ one: 40, few: 40, group: 18, campaign: 2 })) {
    case "one":
      return 1;
    case "few":
      return chance.whole(2, 12);
    case "group":
      return chance.whole(20, 200);
    case "campaign":
      return chance.whole(300, 1_500);
  }
}

/** Lets time pass until nothing is open, while the engine dies now and then; says how often it did. */
async function live(time: VirtualTime, host: EngineHost, chance: Chance, lastsMs: number): Promise<number> {
  const endsMs = time.nowMs + lastsMs;
  let crashes = 0;
  for (;;) {
    await time.runUntil(Math.min(endsMs, time.nowMs + chance.whole(1, 8 * 3_600_000)));
    if (time.nowMs >= endsMs) break;
    host.die();
    crashes += 1;
    await time.runUntil(time.nowMs + chance.whole(100, 5 * 60_000));
    await host.start();
  }
  for (let patience = 4 * 24; patience > 0 && (await time.during(isOpen(host))); patience -= 1) await time.runUntil(time.nowMs + 3_600_000);
  return crashes;
}

async function isOpen({ engine }: EngineHost): Promise<boolean> {
  for (const status of ["scheduled", "sending", "paused", "cancelled"] as const) {
    const { items } = await engine!.messages({ status, limit: 1_000 });
    if (items.some(({ counts }) => counts.final < counts.recipients)) return true;
  }
  return false;
}
