import type { CallbackStep, FakeHost, ProviderFake } from "../index.ts";

/**
 * A provider that carries notes by pigeon: `POST /pigeon/notes {"to": "+81…"}` is answered 202 with the note's number,
 * and the pigeon's return is posted to the setting `loft`. Three notes a second.
 */
export const pigeonFake: ProviderFake = {
  specificationVersion: 1,
  provider: "pigeon",
  start(host, { loft }) {
    if (loft !== undefined && typeof loft !== "string") throw new Error("loft must be an address");
    const limiter = host.createRateLimiter(() => ({ requests: 3, perMs: 1_000 }));
    let notes = 0;
    return {
      requestIdHeader: "x-pigeon-ring",
      describeStatus: (status) => ({ coo: status }),
      endpoints: [
        {
          name: "send",
          method: "POST",
          path: "/notes",
          addressesOf: ({ body }) => [readTo(body)],
          handle({ body }) {
            if (!limiter.admit("send")) return { answer: { status: 429, body: JSON.stringify({ coo: "tired" }) } };
            notes += 1;
            const to = readTo(body);
            const callbacks = loft === undefined ? [] : flight(host, loft, to, notes);
            return {
              answer: { status: 202, body: JSON.stringify({ note: notes }) },
              acceptance: { to: [to], providerMessageIds: [String(notes)], callbacks },
            };
          },
        },
        {
          name: "look",
          method: "GET",
          path: "/notes/:note",
          handle: ({ parameters, query }) => ({
            answer: { status: 200, body: JSON.stringify({ note: parameters["note"], colour: query.get("colour") }) },
          }),
        },
      ],
      personWrites(phone, text) {
        if (loft !== undefined) host.schedule([{ dueAt: host.now(), build: () => postOf(loft, { from: phone, text }) }]);
      },
    };
  },
};

function flight(host: FakeHost, loft: string, to: string, note: number): readonly CallbackStep[] {
  const landed = host.personByPhone(to)?.handset === "off" ? "lost" : "landed";
  const steps = ["left", landed].map((status, index) => ({ dueAt: host.now() + 1_000 * (index + 1), status }));
  return steps.map(({ dueAt, status }) => ({ dueAt, build: () => postOf(loft, { note, status }) }));
}

function postOf(url: string, body: object) {
  return { url, headers: { "content-type": "application/json" }, body: JSON.stringify(body), timeoutMs: 1_000, connectAttempts: 1 };
}

function readTo(body: Buffer): string {
  return (JSON.parse(body.toString()) as { to: string }).to;
}
