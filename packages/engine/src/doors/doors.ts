import { InvalidRequestError, type DoorAddress, type DoorTest, type InboundDoor } from "@todoke/core";
import type { EngineContext } from "../engine-context.ts";
import { readClock } from "../store/read-clock.ts";
import type { Doors, DoorVerification, DoorVerificationRequest, DoorView } from "./door-view.ts";
import type { KnownDoors } from "./known-doors.ts";

export function createDoors(context: EngineContext): Doors {
  const { accounts, doors } = context;
  return {
    async door(accountId) {
      const hasWebhook = accounts.account(accountId)?.adapters.some(({ webhook }) => webhook !== undefined);
      return hasWebhook === true ? viewOf(doors, accountId) : undefined;
    },
    async verify(accountId, request) {
      const account = accounts.account(accountId);
      if (account === undefined) return undefined;
      const door = account.services?.inboundDoor;
      const address = doors.addressOf(accountId);
      if (door === undefined || !account.adapters.some(({ webhook }) => webhook !== undefined)) throw refusal("no-inbound-door", noDoor);
      if (address === undefined) throw refusal("no-public-address", "set PUBLIC_BASE_URL to where the provider reaches this service");
      return verify(context, accountId, door, address, request);
    },
  };
}

const noDoor =
  "this account's provider cannot be asked to try the address, or the secret that checks its signatures is not set; " +
  "the first event that comes in verifies it";

function refusal(code: string, detail: string): InvalidRequestError {
  return new InvalidRequestError([{ pointer: "", code, detail }]);
}

async function verify(
  { doors, connection, settings, signal }: EngineContext,
  accountId: string,
  door: InboundDoor,
  address: string,
  { setAddress = false }: DoorVerificationRequest,
): Promise<DoorVerification> {
  const options = { timeoutMs: settings.callTimeoutMs, signal };
  if (setAddress) await door.set(address, options);
  const configured = (await door.current(options)) ?? null;
  const beganAt = await readClock(connection);
  const { success, status, reason } = await door.test(address, options);
  const test = { success, status, reason };
  const triedAt = (await doors.read(accountId))?.triedAt ?? null;
  const flaw = flawOf(address, configured, test, triedAt !== null && triedAt >= beganAt);
  if (flaw === undefined) await doors.noteProof(accountId, "test");
  return { ...(await viewOf(doors, accountId)), configured, test, detail: flaw ?? "the provider reaches this service" };
}

/** What keeps events from arriving; undefined when nothing does. */
function flawOf(address: string, configured: DoorAddress | null, test: DoorTest, hasArrived: boolean): string | undefined {
  if (!test.success) return `the provider could not post to the address (${test.reason}): see that it is open to the internet`;
  if (!hasArrived) return "the provider was answered, but not by this service with this account's secret: see what else answers at the address";
  if (configured === null) return "the provider posts nowhere: set the address in its console, or ask again with setAddress";
  if (configured.url !== address) return "the provider posts to another address: ask again with setAddress, or let that one pass its requests on";
  return configured.active ? undefined : "the provider holds events back: switch webhooks on in its console";
}

async function viewOf(doors: KnownDoors, accountId: string): Promise<DoorView> {
  const address = doors.addressOf(accountId);
  const stored = await doors.read(accountId);
  return {
    ...(address !== undefined && { address }),
    verified: stored?.verifiedAt != null,
    ...(stored?.verifiedAt != null && { verifiedAt: stored.verifiedAt }),
    ...(stored?.verifiedBy != null && { verifiedBy: stored.verifiedBy }),
  };
}
