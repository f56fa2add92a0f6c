import type { Engine } from "@todoke/engine";
import type { FastifyInstance } from "fastify";
import type { OpenAccount } from "../../accounts.ts";
import { probeAccount } from "../../account-probes.ts";
import { accountView } from "../account-view.ts";
import { DoorVerificationDto } from "../dto/accounts-dto.ts";
import { offeringAccount } from "../offering-account.ts";
import { bodyGate } from "../schema/gate.ts";
import { found } from "./ids.ts";

const verificationBody = bodyGate(DoorVerificationDto);

interface OfAccount {
  readonly Params: { readonly id: string };
}

/** Shows the accounts, and tries whether they work. */
export function accountRoutes(server: FastifyInstance, engine: Engine, accounts: readonly OpenAccount[]): void {
  server.get("/v1/accounts", async () => ({
    items: await Promise.all(accounts.map((account) => accountView(engine, account))),
  }));

  server.get<OfAccount>("/v1/accounts/:id", async ({ params: { id } }) =>
    accountView(engine, found(accounts.find((account) => account.id === id), "account")));

  server.post<OfAccount>("/v1/accounts/:id/probe", async ({ params: { id } }) =>
    found(await probeAccount(offeringAccount(accounts, id, "probe")), "account"));

  server.post<OfAccount>("/v1/accounts/:id/inbound/verify", async ({ params: { id }, body }) => {
    const request = verificationBody(body ?? {});
    return found(await engine.doors.verify(offeringAccount(accounts, id, "inboundDoor").id, request), "account");
  });
}
