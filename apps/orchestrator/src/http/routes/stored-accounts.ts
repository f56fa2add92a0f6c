import type { FastifyInstance, FastifyRequest } from "fastify";
import type { OpenAccount } from "../../accounts.ts";
import { readNewAccount, tryToOpen, withChanges } from "../../stored-accounts/read-account.ts";
import type { AccountDirectory } from "../../stored-accounts/account-directory.ts";
import { accountViews, type AccountView } from "../account-view.ts";
import { AccountChangesDto, NewAccountDto } from "../dto/new-accounts-dto.ts";
import { HttpProblem } from "../problem.ts";
import { accountsOf, engineOf } from "../project-of.ts";
import { bodyGate } from "../schema/gate.ts";
import { accountOf } from "./accounts.ts";
import { done, found } from "./ids.ts";

const newAccount = bodyGate(NewAccountDto);
const changesBody = bodyGate(AccountChangesDto);

interface OfAccount {
  readonly Params: { readonly id: string };
}

/** What the routes need besides the request's project. */
export interface AccountKeeping {
  readonly directory: Pick<AccountDirectory, "providers">;
  /** Has this process, and the request, work with what is stored now. */
  readonly renew: (request: FastifyRequest) => Promise<void>;
}

/** Makes, changes, pauses and takes away accounts. */
export function storedAccountRoutes(server: FastifyInstance, { directory: { providers }, renew }: AccountKeeping): void {

  async function renewed(request: FastifyRequest, id: string): Promise<AccountView> {
    await renew(request);
    const account = found(accountsOf(request).find((each) => each.id === id), "account");
    return (await accountViews(engineOf(request), [account]))[0]!;
  }

  server.post("/v1/accounts", async (request, reply) => {
    const { storedAccounts } = engineOf(request);
    const account = readNewAccount(newAccount(request.body));
    await storedAccounts.checkAddresses(account.settings);
    tryToOpen("new", account, providers, (opened) => storedAccounts.check(opened));
    const { id } = await storedAccounts.create(account);
    return reply.code(201).header("location", `/v1/accounts/${id}`).send(await renewed(request, id));
  });

  server.patch<OfAccount>("/v1/accounts/:id", async (request) => {
    const { storedAccounts } = engineOf(request);
    const { id } = changeable(accountOf(request));
    const changes = changesBody(request.body);
    await storedAccounts.checkAddresses(changes.settings ?? {});
    const changed = await storedAccounts.change(id, (current) => {
      const revised = withChanges(current, changes);
      tryToOpen(id, revised, providers, (opened) => storedAccounts.check(opened));
      return revised;
    });
    return renewed(request, found(changed, "account").id);
  });

  server.delete<OfAccount>("/v1/accounts/:id", async (request, reply) => {
    const { id } = changeable(accountOf(request));
    done(await engineOf(request).storedAccounts.archive(id), "account");
    await renew(request);
    return reply.code(204).send();
  });

  for (const action of ["pause", "resume"] as const) {
    server.post<OfAccount>(`/v1/accounts/:id/${action}`, async (request) => {
      const { id } = accountOf(request);
      await engineOf(request).storedAccounts[action](id);
      return renewed(request, id);
    });
  }
}

/** Throws for what the operator alone can change. */
function changeable(account: OpenAccount): OpenAccount {
  if (account.source === "api") return account;
  throw new HttpProblem("account-of-configuration", "The account stands in the configuration of the service; it can be paused here, and changed there.");
}
