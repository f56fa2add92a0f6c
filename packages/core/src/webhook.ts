import type { Bill } from "./capabilities.ts";
import type { ErrorClass } from "./error-class.ts";
import type { ProviderEvidence } from "./evidence.ts";
import type { Reachability } from "./delivery.ts";
import type { JsonObject } from "./json.ts";
import type { Consent, SuppressionCause } from "./suppression.ts";

/** What a provider posted to us, untouched. */
export interface InboundRequest {
  readonly method: string;
  /** The full public address as the provider knows it, with its raw query: some signatures cover it. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as they arrived: signatures are over these, never over a re-serialised body. */
  readonly body: Uint8Array;
}

/** How a report finds its attempt; at least one is present. Tried in this order. */
export interface Correlation {
  /** The attempt's id, where the provider echoes it. */
  readonly attemptId?: string;
  /** The unguessable token in the attempt's own callback address. */
  readonly callbackToken?: string;
  readonly providerMessageId?: string;
}

/** A provider's word on an attempt that arrived after the answer to the call. */
export interface EvidenceEvent {
  readonly type: "evidence";
  /** The same for every copy of the same report, unique within the account. */
  readonly eventId: string;
  readonly correlation: Correlation;
  readonly evidence: ProviderEvidence;
  /** The provider's own id of the message, where the report carries it. */
  readonly providerMessageId?: string;
  /** Present with `failed`. */
  readonly errorClass?: ErrorClass;
  /** The vendor's own status or error code, kept for people to read. */
  readonly providerCode?: string;
  /** With `failed`: what the failure says of the address itself. */
  readonly suppresses?: SuppressionCause;
  readonly bill?: Bill;
  /** When the provider says it happened. */
  readonly at: Date;
}

/** An address became reachable or stopped being so (a person followed or blocked the account). */
export interface ReachabilityEvent {
  readonly type: "reachability";
  readonly eventId: string;
  readonly addressKind: string;
  readonly address: string;
  readonly reachability: Reachability;
  /** The vendor's own word: `follow`, `unfollow`. */
  readonly providerCode: string;
  readonly at: Date;
}

/** What somebody did, in words that are the same for every provider. */
export type InboundAct =
  | {
      readonly type: "follow";
      /** They had followed before, and come back; absent where the provider does not tell. */
      readonly again?: boolean;
    }
  | { readonly type: "text"; readonly text: string }
  /** They tapped a button that carries this data. */
  | { readonly type: "postback"; readonly data: string }
  /** The account was taken into the group that the event came from. */
  | { readonly type: "join" }
  /** People came into the group that the event came from. */
  | { readonly type: "member-joined" };

/** A person wrote or tapped something. */
export interface InboundMessageEvent {
  readonly type: "inbound";
  readonly eventId: string;
  readonly addressKind: string;
  /** Who it came from: a person, or the group they wrote in. */
  readonly address: string;
  /** The vendor's own type: `message`, `postback`. */
  readonly providerCode: string;
  /** The event in the provider's own words, without its reply token: it is kept, and shown to whoever lists events. */
  readonly payload: JsonObject;
  /** Absent where it is none of these, or somebody else is there to answer it: nothing is then sent because of it. */
  readonly act?: InboundAct;
  /**
   * Present when what they wrote is, as a whole, a word for stopping or resuming messages on this channel. It counts in
   * the order of `at`, and once however many copies of the event arrive.
   */
  readonly consent?: Consent;
  /** Lets one reply be sent free of quota, within the lifetime that the adapter's `reply` states. */
  readonly replyToken?: string;
  /** Whose address it is; a person's where absent. */
  readonly party?: Party;
  /** Members of the group who came into it with this event, by addresses of the same kind. */
  readonly joined?: readonly string[];
  /** Members of the group who left it. */
  readonly left?: readonly string[];
  readonly at: Date;
}

/** What stands behind an address. */
export type Party = "person" | "group";

export type InboundEvent = EvidenceEvent | ReachabilityEvent | InboundMessageEvent;

/** Reads what a provider posts. `verify` always comes first. */
export interface Webhook {
  /** Names, in lower case, of the headers that `verify` reads: whoever checks the same bytes again needs them. */
  readonly signatureHeaders?: readonly string[];
  /**
   * Throws {@link SignatureError} unless the request was signed by the provider. Constant time over every secret that
   * is in force.
   */
  verify(request: InboundRequest): void;
  /**
   * The events in a verified request, in the provider's order. Types and fields that this version does not know are
   * left out; they never throw.
   */
  parse(request: InboundRequest): readonly InboundEvent[];
}
