import assert from "node:assert/strict";
import { ample } from "../attempt.ts";
import { always, type AdapterCheck } from "../check.ts";
import { textsOf } from "../content-samples.ts";
import { findExposed, type Hidden } from "../exposure.ts";
import { callsOf, type ProviderCall } from "../provider-call.ts";
import { textOf, type RecordedRequest } from "../recorded-request.ts";
import type { Script } from "../scripted-answer.ts";
import { onStage, withoutProvider } from "../stage.ts";
import type { AdapterSubject } from "../subject.ts";

export const redactionChecks = [
  {
    id: "redaction.errors",
    title: "shows no secret, address or text in any part of an error",
    applies: always,
    run: async (subject) => {
      const hidden = hiddenOf(subject);
      await onStage(subject, async ({ adapter, provider }) => {
        for (const call of callsOf(adapter, subject)) {
          for (const script of [...failures, ...quotations(subject, hidden)]) {
            provider.play(script);
            await assertRedacted(call, [...hidden, ...credentialsOf(provider.requests)]);
          }
        }
      });
      await withoutProvider(subject, async (adapter) => {
        for (const call of callsOf(adapter, subject)) await assertRedacted(call, hidden);
      });
    },
  },
] as const satisfies readonly AdapterCheck[];

const failures: readonly Script[] = [{ status: 500 }, { status: 401 }, { status: 200, body: "{" }, "reset", "not-http"];

/** What must not show, with words for where it came from. */
export function hiddenOf(subject: AdapterSubject): readonly Hidden[] {
  const { secrets, sends, bulk, reply, reachability } = subject;
  const contents = [...sends, ...(bulk ? [bulk] : []), ...(reply ? [reply] : [])].map(({ content }) => content);
  const addresses = [...sends.map(({ to }) => to), ...(bulk?.addresses(3) ?? [])];
  return [
    ...secrets.map((text, index) => ({ label: `secrets[${index}]`, text })),
    ...[...addresses, ...(reachability?.checks ?? []).map(({ address }) => address)].map(toHiddenAddress),
    ...contents.flatMap((content) => textsOf(content)).map((text) => ({ label: "the text of a message", text })),
    ...(reply ? [{ label: "the reply token", text: reply.replyToken }] : []),
  ];
}

/** A number without its plus sign is the number still. */
function toHiddenAddress(address: string): Hidden {
  return { label: "a recipient's address", text: address.replace(/^\+/, "") };
}

/** The vendor's own wording, quoting all that is hidden, and all that it was sent. */
function quotations(subject: AdapterSubject, hidden: readonly Hidden[]): readonly Script[] {
  const words = new Set(hidden.map(({ text }) => `'${text}'`));
  return [
    subject.quoting(`${[...words].join(", ")} are not allowed`),
    (request) => subject.quoting(textOf(request)),
    (request) => ({ ...subject.quoting(JSON.stringify(request.headers)), status: 500 }),
  ];
}

/** Schemes such as Basic put credentials into a form of their own. */
function credentialsOf(requests: readonly RecordedRequest[]): readonly Hidden[] {
  return requests.flatMap(({ headers }) => {
    const credentials = headers["authorization"]?.split(" ").at(-1);
    return credentials ? [{ label: "the header Authorization", text: credentials }] : [];
  });
}

async function assertRedacted(call: ProviderCall, hidden: readonly Hidden[]): Promise<void> {
  const error: unknown = await call.run(ample).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const exposed = findExposed(error, hidden);
  assert.equal(exposed, undefined, `${call.name}: the error holds ${exposed}`);
}
