import type { Adapter } from "@todoke/core";
import type { Kysely } from "kysely";
import type { Accounts } from "../accounts.ts";
import { readDoors, writeDoorTried, writeDoorVerified } from "../store/inbound-doors.ts";

/**
 * Which accounts' providers are known to reach us. What is verified stays so for as long as the address is the same,
 * which this process remembers: the events after the first cost nothing.
 */
export class KnownDoors {
  readonly #connection: Kysely<unknown>;
  readonly #projectId: string;
  readonly #publicBaseUrl: string | undefined;
  readonly #verified = new Set<string>();
  /** Accounts with a channel whose success comes by webhook alone. */
  readonly #awaited: readonly string[];

  /** Accounts whose provider can be asked to try the address. */
  readonly #triable: ReadonlySet<string>;

  constructor(connection: Kysely<unknown>, projectId: string, accounts: Accounts, publicBaseUrl: string | undefined) {
    this.#connection = connection;
    this.#projectId = projectId;
    this.#publicBaseUrl = publicBaseUrl;
    this.#triable = new Set(accounts.all.filter(({ services }) => services?.inboundDoor !== undefined).map(({ id }) => id));
    this.#awaited = accounts.all.filter(({ adapters }) => adapters.some(dependsOnReports)).map(({ id }) => id);
  }

  /** Undefined while nobody said where we are reached. */
  addressOf(accountId: string): string | undefined {
    return this.#publicBaseUrl === undefined ? undefined : `${this.#publicBaseUrl}/v1/inbound/${encodeURIComponent(accountId)}`;
  }

  /** As of the last `refresh`. */
  isVerified(accountId: string): boolean {
    return this.#verified.has(accountId);
  }

  /** Looks for doors that were verified since, by this process or another. */
  async refresh(): Promise<void> {
    const unknown = this.#awaited.filter((id) => !this.#verified.has(id));
    for (const door of await readDoors(this.#connection, this.#projectId, unknown)) {
      if (door.verifiedAt !== null && door.address === this.#keyOf(door.accountId)) this.#verified.add(door.accountId);
    }
  }

  /** The provider posted something with its signature. */
  async noteRequest(accountId: string, hasEvents: boolean): Promise<void> {
    // Where nobody can have it tried, nobody asks: reports that say nothing new are many at some providers.
    if (!hasEvents && this.#triable.has(accountId)) await writeDoorTried(this.#connection, this.#projectId, accountId, this.#keyOf(accountId));
    if (hasEvents && !this.#verified.has(accountId)) await this.noteProof(accountId, "event");
  }

  async noteProof(accountId: string, proof: "test" | "event"): Promise<void> {
    await writeDoorVerified(this.#connection, this.#projectId, accountId, this.#keyOf(accountId), proof);
    this.#verified.add(accountId);
  }

  /** What is stored of this account's door, as long as it is the same door. */
  async read(accountId: string) {
    const [door] = await readDoors(this.#connection, this.#projectId, [accountId]);
    return door?.address === this.#keyOf(accountId) ? door : undefined;
  }

  #keyOf(accountId: string): string {
    return this.addressOf(accountId) ?? "";
  }
}

function dependsOnReports({ evidence, reconcile, webhook }: Adapter): boolean {
  return webhook !== undefined && reconcile === undefined && evidence !== undefined && evidence.best !== "accepted";
}
