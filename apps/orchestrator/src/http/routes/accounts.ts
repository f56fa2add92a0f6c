import type { FastifyInstance, FastifyRequest } from "fastify";
import { probeAccount } from "../../account-probes.ts";
import { accountViews } from "../account-view.ts";
import { DoorVerificationDto } from "../dto/accounts-dto.ts";
import { offeringAccount } from "../offering-account.ts";
import { accountsOf, engineOf } from "../project-of.ts";
import { bodyGate } from "../schema/gate.ts";
import { found } from "./ids.ts";

const verificationBody = bodyGate(DoorVerificationDto);

interface OfAccount {
  readonly Params: { readonly id: string };
}

/** Shows the accounts, and tries whether they work. */
export function accountRoutes(server: FastifyInstance): void {
  server.get("/v1/accounts", async (request) => ({ items: await accountViews(engineOf(request), accountsOf(request)) }));

  server.get<OfAccount>("/v1/accounts/:id", async (request) => {
    const [view] = await accountViews(engineOf(request), [accountOf(request)]);
    return view;
  });

  server.post<OfAccount>("/v1/accounts/:id/probe", async (request) => {
    const account = offeringAccount(accountsOf(request), request.params.id, "probe");
    return found(await probeAccount(account, engineOf(request).storedAccounts), "account");
  });

  server.post<OfAccount>("/v1/accounts/:id/inbound/verify", async (request) => {
    const body = verificationBody(request.body ?? {});
    return found(await engineOf(request).doors.verify(offeringAccount(accountsOf(request), request.params.id, "inboundDoor").id, body), "account");
  });
}

/** The account that a path names. */
export function accountOf(request: FastifyRequest<OfAccount>) {
  return found(accountsOf(request).find(({ id }) => id === request.params.id), "account");
}
