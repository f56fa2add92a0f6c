import type { CallOptions } from "./adapter.ts";
import type { Directory } from "./directory.ts";
import type { InboundDoor } from "./inbound-door.ts";
import type { ProviderAudiences } from "./provider-audiences.ts";

/**
 * What an account offers besides sending. Each is there where its provider has it; every call is one request that is
 * never repeated, and throws `ProviderError`.
 */
export interface AccountServices {
  /** Proves that the credentials work, and says whose they are. Sends nothing. */
  probe?(options: CallOptions): Promise<AccountIdentity>;
  /** Whom the account reaches, as the provider lists them. */
  readonly directory?: Directory;
  /** The address that the provider posts to. Absent where each message brings its own, or only a console can set it. */
  readonly inboundDoor?: InboundDoor;
  /** Groups of people that the provider keeps. */
  readonly audiences?: ProviderAudiences;
  /** Why the account cannot do something, as far as its settings tell; undefined where nothing speaks against it. */
  whyNot?(ability: AccountAbility): string | undefined;
  /** What notifications may be made of; there where the account may send any. Makes no call. */
  notificationTemplates?(): NotificationTemplates;
}

/** `followers`: listing who follows the account. `audiences`: making groups of people that the provider keeps. */
export type AccountAbility = "followers" | "audiences";

/** The forms of notifications that an account may send, as far as they are known. */
export interface NotificationTemplates {
  /** Whose catalogue it is, two letters; null where nobody said, and then nothing is known of it. */
  readonly country: string | null;
  /** The day that the catalogue was true; null like `country`. */
  readonly asOf: string | null;
  /** Holds every key that there is. */
  readonly complete: boolean;
  readonly templates: readonly TemplateEntry[];
  readonly items: readonly TemplateEntry[];
  readonly buttons: readonly TemplateEntry[];
  /** Designs of the account's own; null where nobody listed any. */
  readonly designs: readonly NotificationDesign[] | null;
}

export interface TemplateEntry {
  /** What content names; null: there is one, and its key is not known. */
  readonly key: string | null;
  /** Null where only the key is known. */
  readonly use: string | null;
}

export interface NotificationDesign {
  readonly name: string;
  /** The provider reviewed it and said yes. */
  readonly approved: boolean;
}

/** Whom the credentials belong to, in the provider's words. */
export interface AccountIdentity {
  readonly name: string;
  /** How people know the sender: `@216ru`, `+15005550006`. */
  readonly address?: string;
}
