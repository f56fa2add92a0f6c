import type { AdapterCheckId } from "./adapter-checks.ts";

/** What to write so that a group of checks passes. */
export interface GuideEntry {
  /** Where it is written, in the files that the guide and the template name. */
  readonly files: string;
  readonly what: string;
}

/** The part of a check's id before the dot. */
export type CheckGroup = GroupOf<AdapterCheckId>;

type GroupOf<Id extends string> = Id extends `${infer Group}.${string}` ? Group : never;

/** For each group of checks what to write, in the order of the guide. */
export const guide: Readonly<Record<CheckGroup, GuideEntry>> = {
  identity: { files: "adapter.ts", what: "provider, channel and address kind in lower-case words" },
  address: { files: "address.ts", what: "the one form of an address, and a refusal of everything unclear" },
  render: { files: "render-content.ts", what: "each type of content as the vendor's body, and what is lost of it" },
  claims: { files: "adapter.ts, conformance.test.ts", what: "a member for each capability that the vendor has, and samples of it" },
  send: { files: "send-message.ts", what: "the vendor's example of a call, and its acceptance read into a receipt" },
  calls: { files: "http-call.ts, send-message.ts", what: "the deadline, the signal, and what a lost answer leaves open" },
  errors: { files: "error-codes.ts, errors.ts", what: "the vendor's table of codes as error classes, with a careful default" },
  redaction: { files: "errors.ts", what: "errors made of codes, without the vendor's words" },
  idempotency: { files: "send-message.ts", what: "the attempt's id as the key of a call, on the endpoints that honour one" },
  bulk: { files: "adapter.ts", what: "many recipients in one call" },
  evidence: { files: "adapter.ts, statuses.ts", what: "the strongest word that can arrive, whether failures do, and until when" },
  webhook: { files: "signature.ts, webhook.ts, statuses.ts", what: "reports proven by their bytes and read into events" },
  reconcile: { files: "reconcile.ts", what: "the question what became of a message" },
  reachability: { files: "adapter.ts", what: "the question whether an address can be reached" },
  questions: { files: "reconcile.ts, adapter.ts", what: "each question to the vendor as one request that proves nothing when it fails" },
  quota: { files: "adapter.ts", what: "the question what the account may still send" },
  limits: { files: "adapter.ts", what: "the documented rate of each endpoint" },
  cost: { files: "adapter.ts", what: "what one message counts as with the vendor" },
  reply: { files: "adapter.ts", what: "the answer under a reply token" },
  audience: { files: "adapter.ts", what: "sends to people whom the vendor knows" },
};
