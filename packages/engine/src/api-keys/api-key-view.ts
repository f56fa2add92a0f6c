import type { Page, PageRequest } from "../message-view.ts";
import type { ApiKeyScope } from "./scopes.ts";

/** A key, without its secret. */
export interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly createdAt: Date;
  /** When its secret was last replaced. */
  readonly rotatedAt?: Date;
  /** Until when the secret before that is taken as well. */
  readonly formerSecretUntil?: Date;
  readonly expiresAt?: Date;
  /** To the hour. */
  readonly lastUsedAt?: Date;
  readonly revokedAt?: Date;
}

/** A key with the text that its holder presents, which is told this once. */
export interface IssuedApiKey extends ApiKeyView {
  readonly key: string;
}

export interface NewApiKey {
  /** For people: who or what uses it. */
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  /** An instant to come. */
  readonly expiresAt?: string;
}

export interface RotationRequest {
  /** How long the secret before is taken as well, from PT0S to P7D; default P1D. */
  readonly overlap?: string;
}

/** Who presents a key, and what they may do. */
export interface KeyHolder {
  readonly projectId: string;
  /** Absent where the key is none of the database's. */
  readonly keyId?: string;
  readonly scopes: ReadonlySet<ApiKeyScope>;
}

/** The keys of one project. */
export interface ApiKeys {
  /** Throws `InvalidRequestError`. */
  create(request: NewApiKey): Promise<IssuedApiKey>;
  /** A key that may do everything, where there has never been any; else undefined. One process makes it, however many start. */
  createFirst(): Promise<IssuedApiKey | undefined>;
  /** Newest first, those that hold no longer among them. */
  list(request: PageRequest): Promise<Page<ApiKeyView>>;
  get(id: string): Promise<ApiKeyView | undefined>;
  /** Gives it a new secret. Throws `StateError` where it has ended, and `InvalidRequestError`. */
  rotate(id: string, request: RotationRequest): Promise<IssuedApiKey | undefined>;
  /** Ends it: every process refuses it within five seconds. Can be repeated. */
  revoke(id: string): Promise<ApiKeyView | undefined>;
}
