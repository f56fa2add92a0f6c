import type { DoorView, Engine, QuotaView, RelayView } from "@todoke/engine";
import type { OpenAccount } from "../accounts.ts";

/** An account without its secrets. */
export interface AccountView {
  readonly id: string;
  readonly provider: string;
  /** The ways to people that it carries. */
  readonly channels: readonly string[];
  /** Absent where the account takes no webhooks. */
  readonly inbound?: DoorView;
  /** Absent where nothing is passed on. */
  readonly relay?: RelayView;
  readonly quota: readonly QuotaView[];
}

export async function accountView(engine: Engine, { id, provider, adapters }: OpenAccount): Promise<AccountView> {
  const inbound = await engine.doors.door(id);
  const relay = await engine.relays.relay(id);
  return {
    id,
    provider,
    channels: adapters.map(({ channel }) => channel),
    ...(inbound !== undefined && { inbound }),
    ...(relay !== undefined && { relay }),
    quota: await engine.quotas.ofAccount(id),
  };
}
