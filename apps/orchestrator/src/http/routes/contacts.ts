import type { Engine } from "@todoke/engine";
import type { FastifyInstance } from "fastify";
import type { OpenAccount } from "../../accounts.ts";
import { ContactListQueryDto } from "../dto/contacts-dto.ts";
import { offeringAccount } from "../offering-account.ts";
import { queryGate } from "../schema/gate.ts";
import { contactId, found, importId } from "./ids.ts";

const listQuery = queryGate(ContactListQueryDto);

/** Shows whom we know, and reads providers' lists of people. */
export function contactRoutes(server: FastifyInstance, engine: Engine, accounts: readonly OpenAccount[]): void {
  server.get("/v1/contacts", (request) => engine.contacts.contacts(listQuery(request.query)));

  server.get<{ Params: { id: string } }>("/v1/contacts/:id", async (request) =>
    found(await engine.contacts.contact(contactId(request.params.id)), "contact"));

  server.post<{ Params: { id: string } }>("/v1/accounts/:id/followers/import", async (request, reply) => {
    const view = found(await engine.contacts.startImport(offeringAccount(accounts, request.params.id, "directory").id), "account");
    return reply.code(202).header("location", `/v1/imports/${view.id}`).send(view);
  });

  server.get<{ Params: { id: string } }>("/v1/imports/:id", async (request) =>
    found(await engine.contacts.importOf(importId(request.params.id)), "import"));
}
