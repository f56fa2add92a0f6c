import { timingSafeEqual } from "node:crypto";
import type { LiveKey } from "../store/api-keys/find-live-keys.ts";
import { monotonicMs } from "../surroundings.ts";
import type { KeyHolder } from "./api-key-view.ts";
import { formatApiKeyId } from "../ids.ts";
import { hashOfSecret, readKeyText } from "./key-text.ts";
import { knownScopes, scopesOfProject } from "./scopes.ts";

/** What is this old is asked for again while it still serves; in milliseconds. */
const freshMs = 2_000;
/** What is this old serves nobody any more: a key that was revoked is refused after this, by every process. */
const servesMs = 4_000;
const mostKnown = 10_000;

interface KnownKey {
  readonly live: LiveKey;
  readonly holder: KeyHolder;
  /** When the database was asked. */
  readonly askedAtMs: number;
  isAskedAgain: boolean;
  isUseNoted: boolean;
}

export interface KnownKeysParts {
  /** What the database says of a key; undefined where it does not hold. */
  readonly find: (id: string) => Promise<LiveKey | undefined>;
  readonly noteUse: (key: LiveKey) => Promise<void>;
  /** Something failed that nobody waits for. */
  readonly onFailure: (error: unknown) => void;
}

/** The keys that are in use, as the database had them seconds ago: most requests are checked without asking it. */
export class KnownKeys {
  readonly #known = new Map<string, KnownKey>();
  readonly #parts: KnownKeysParts;

  constructor(parts: KnownKeysParts) {
    this.#parts = parts;
  }

  /** Undefined for a text that is no key, or none that holds. Throws where the database has to be asked and does not answer. */
  async holderOf(text: string): Promise<KeyHolder | undefined> {
    const presented = readKeyText(text);
    const known = presented && (await this.#look(presented.id));
    if (known === undefined || !isSecretOf(known.live, presented!.secret)) return undefined;
    this.#noteUse(known);
    return known.holder;
  }

  #look(id: string): Promise<KnownKey | undefined> | KnownKey {
    const known = this.#known.get(id);
    const ageMs = known === undefined ? Infinity : monotonicMs() - known.askedAtMs;
    if (known === undefined || ageMs >= servesMs) return this.#ask(id);
    if (ageMs >= freshMs && !known.isAskedAgain) {
      known.isAskedAgain = true;
      this.#ask(id).catch(() => {
        known.isAskedAgain = false;
      });
    }
    return known;
  }

  async #ask(id: string): Promise<KnownKey | undefined> {
    const askedAtMs = monotonicMs();
    const live = await this.#parts.find(id);
    this.#known.delete(id);
    if (live === undefined) return undefined;
    const holder = { projectId: live.projectId, keyId: formatApiKeyId(id), scopes: new Set(knownScopes(live.scopes).filter((scope) => scopesOfProject(live.projectId).includes(scope))) };
    const known = { live, holder, askedAtMs, isAskedAgain: false, isUseNoted: !live.isUseToBeNoted };
    this.#known.set(id, known);
    if (this.#known.size > mostKnown) this.#known.delete(this.#known.keys().next().value!);
    return known;
  }

  #noteUse(known: KnownKey): void {
    if (known.isUseNoted) return;
    known.isUseNoted = true;
    this.#parts.noteUse(known.live).catch(this.#parts.onFailure);
  }
}

/** All of them are compared, so that the time it takes says nothing. */
function isSecretOf({ secretHashes }: LiveKey, secret: string): boolean {
  const hash = hashOfSecret(secret);
  return secretHashes.map((each) => timingSafeEqual(each, hash)).includes(true);
}
