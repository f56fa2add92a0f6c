import type { AccountAbility } from "@todoke/core";
import type { OpenAccount } from "../accounts.ts";
import { HttpProblem } from "./problem.ts";
import { found } from "./routes/ids.ts";

/** What accounts may lack, and how that is said. */
const lacking = {
  probe: "cannot be asked whose its credentials are",
  audiences: "keeps no audiences",
  directory: "lists nobody; contacts come from what people do",
  notificationTemplates: "sends no notifications with these settings",
  inboundDoor: "cannot try the way to us; the first event that comes in proves it",
} as const;

/** What an account must be able to do for a service, where its provider offers that to some accounts only. */
const abilities: Partial<Readonly<Record<keyof typeof lacking, AccountAbility>>> = { directory: "followers" };

/** The account of this id, which offers `service`; else a problem that names those that do. */
export function offeringAccount(accounts: readonly OpenAccount[], id: string, service: keyof typeof lacking): OpenAccount {
  const account = found(accounts.find((each) => each.id === id), "account");
  const ability = abilities[service];
  const reason = ability === undefined ? undefined : account.services?.whyNot?.(ability);
  if (reason !== undefined) throw new HttpProblem("not-offered", `By this account's settings, ${reason}.`);
  if (account.services?.[service] !== undefined) return account;
  const others = accounts.filter(({ services }) => services?.[service] !== undefined).map((each) => each.id);
  const known = others.length === 0 ? "no account does" : `these do: ${others.join(", ")}`;
  throw new HttpProblem("not-offered", `The provider of this account (${account.provider}) ${lacking[service]}; ${known}.`);
}
