import { afterEach, beforeEach, expect, test } from "vitest";
import { startSimulator, type Simulator } from "../index.ts";
import { startCallbackReceiver, type CallbackReceiver } from "../testing/callback-receiver.ts";
import { pigeonFake } from "../testing/pigeon-fake.ts";

const on = "+819000000001";
const off = "+819000000002";

let loft: CallbackReceiver;
let simulator: Simulator;

beforeEach(async () => {
  loft = await startCallbackReceiver();
  simulator = await startSimulator({
    people: [{ phone: on }, { phone: off, handset: "off" }],
    providers: [{ fake: pigeonFake, settings: { loft: loft.url } }],
  });
});
afterEach(async () => {
  await simulator.close();
  await loft.close();
});

async function call(path: string, to?: string) {
  const answer = await fetch(`${simulator.url}${path}`, to === undefined ? {} : { method: "POST", body: JSON.stringify({ to }) });
  return { status: answer.status, ring: answer.headers.get("x-pigeon-ring"), body: await answer.text() };
}

const posted = () => loft.received.map(({ body }) => JSON.parse(body) as unknown);

test("it answers under its provider's name, with parameters, query and a name for every call", async () => {
  const sent = await call("/pigeon/notes", on);
  const seen = await call("/pigeon/notes/7?colour=grey");

  expect(sent).toMatchObject({ status: 202, body: '{"note":1}' });
  expect(sent.ring).toMatch(/^[0-9a-f-]{36}$/);
  expect(seen).toMatchObject({ status: 200, body: '{"note":"7","colour":"grey"}' });
  expect(await call("/notes", on)).toMatchObject({ status: 404, ring: null });
});

test("what it accepts is in the ledger and the statistics under its own names", async () => {
  const { ring } = await call("/pigeon/notes", on);

  expect(simulator.ledger()).toMatchObject([
    { sequence: 1, provider: "pigeon", endpoint: "pigeon:send", to: [on], providerMessageIds: ["1"], requestId: ring, accepted: true },
  ]);
  expect(simulator.statistics().endpoints).toMatchObject({
    "pigeon:send": { requests: 1, accepted: 1, faults: 0 },
    "pigeon:look": { requests: 0, accepted: 0, faults: 0 },
    push: { requests: 0 },
  });
});

test("its callbacks follow the simulator's clock and its people", async () => {
  await call("/pigeon/notes", off);
  simulator.advanceClock(500);
  await simulator.settled();
  expect(posted()).toEqual([]);

  simulator.advanceClock(60_000);
  await simulator.settled();
  expect(posted()).toEqual([{ note: 1, status: "left" }, { note: 1, status: "lost" }]);
});

test("answers fail as faults have it, carried out or not, for one address or for all", async () => {
  simulator.addFault({ endpoint: "pigeon:send", to: off, fault: { kind: "status", status: 503, accepted: true } });
  simulator.addFault({ endpoint: "pigeon:send", after: 1, fault: { kind: "reset", accepted: false } });

  expect(await call("/pigeon/notes", off)).toMatchObject({ status: 503, body: '{"coo":503}' });
  expect(await call("/pigeon/notes", on)).toMatchObject({ status: 202 });
  await expect(call("/pigeon/notes", on)).rejects.toThrow();
  expect(simulator.ledger().map(({ to }) => to[0])).toEqual([off, on]);
});

test.each([
  [{ copies: 2 }, ["left", "left", "landed", "landed"]],
  [{ shuffled: true }, ["landed", "left"]],
  [{ never: true }, []],
] as const)("callbacks go wrong as the fault %o has it", async (wrong, statuses) => {
  simulator.addFault({ endpoint: "pigeon:send", fault: { kind: "callbacks", ...wrong } });
  await call("/pigeon/notes", on);
  simulator.advanceClock(60_000);
  await simulator.settled();

  expect(posted().map((body) => (body as { status: string }).status)).toEqual(statuses);
});

test("callbacks can come before the answer", async () => {
  simulator.addFault({ endpoint: "pigeon:send", fault: { kind: "callbacks", beforeAnswer: true } });
  await call("/pigeon/notes", on);

  expect(posted()).toHaveLength(2);
});

test("it keeps its own limits, on the simulator's clock", async () => {
  for (let sent = 0; sent < 3; sent += 1) expect(await call("/pigeon/notes", on)).toMatchObject({ status: 202 });
  expect(await call("/pigeon/notes", on)).toMatchObject({ status: 429, body: '{"coo":"tired"}' });
  simulator.advanceClock(1_000);
  expect(await call("/pigeon/notes", on)).toMatchObject({ status: 202 });
});

test("it hears what people write by SMS", async () => {
  simulator.personWrites(on, "Coo?");
  await simulator.settled();

  expect(posted()).toEqual([{ from: on, text: "Coo?" }]);
});

test("faults are refused for endpoints that nobody brought", () => {
  const fault = { kind: "garbage", accepted: false } as const;
  expect(() => simulator.addFault({ endpoint: "pigeon:sing", fault })).toThrow(/endpoint must be one of: .*pigeon:send/);
});

test("settings that it refuses stop the start, with its reason and their place", async () => {
  await expect(startSimulator({ providers: [{ fake: pigeonFake, settings: { loft: 7 } }] })).rejects.toThrow(
    "providers[0].settings is refused: loft must be an address",
  );
});

test.each([
  [{ fake: "no-such-package" }, "providers[0].fake names a package that has no entry ./simulator here"],
  [{ fake: { ...pigeonFake, specificationVersion: 2 } }, "providers[0].fake must be a fake of specificationVersion 1"],
  [{ fake: { ...pigeonFake, provider: "../line" } }, "providers[0].fake must be a fake"],
  [{}, "providers[0].fake is missing"],
])("what is no fake is refused: %#", async (provider, reason) => {
  await expect(startSimulator({ providers: [provider as never] })).rejects.toThrow(reason);
});

test("two fakes of one provider are refused", async () => {
  await expect(startSimulator({ providers: [{ fake: pigeonFake }, { fake: pigeonFake }] })).rejects.toThrow(
    "providers[1].fake is the second one for pigeon",
  );
});
