import type { FastifyInstance } from "fastify";
import { ConsentListQueryDto, ContactChangesDto, ContactDto, ContactListQueryDto } from "../dto/contacts-dto.ts";
import { offeringAccount } from "../offering-account.ts";
import { accountsOf, engineOf } from "../project-of.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { contactId, erasureId, found, importId } from "./ids.ts";

const listQuery = queryGate(ContactListQueryDto);
const consentQuery = queryGate(ConsentListQueryDto);
const contactBody = bodyGate(ContactDto);
const changesBody = bodyGate(ContactChangesDto);

/** Shows and changes whom we know, and reads providers' lists of people. */
export function contactRoutes(server: FastifyInstance): void {
  server.get("/v1/contacts", (request) => engineOf(request).contacts.contacts(listQuery(request.query)));

  server.post("/v1/contacts", async (request, reply) => {
    const contact = await engineOf(request).contacts.store(contactBody(request.body));
    return reply.header("location", `/v1/contacts/${contact.id}`).send(contact);
  });

  server.get<{ Params: { id: string } }>("/v1/contacts/:id", async (request) =>
    found(await engineOf(request).contacts.contact(contactId(request.params.id)), "contact"));

  server.patch<{ Params: { id: string } }>("/v1/contacts/:id", async (request) =>
    found(await engineOf(request).contacts.update(contactId(request.params.id), changesBody(request.body)), "contact"));

  server.delete<{ Params: { id: string } }>("/v1/contacts/:id", async (request, reply) => {
    const erasure = found(await engineOf(request).contacts.erase(contactId(request.params.id)), "contact");
    return reply.code(202).header("location", `/v1/erasures/${erasure.id}`).send(erasure);
  });

  server.get<{ Params: { id: string } }>("/v1/erasures/:id", async (request) =>
    found(await engineOf(request).contacts.erasureOf(erasureId(request.params.id)), "erasure"));

  server.get<{ Params: { id: string } }>("/v1/contacts/:id/consents", async (request) =>
    found(await engineOf(request).contacts.consents(contactId(request.params.id), consentQuery(request.query)), "contact"));

  server.post<{ Params: { id: string } }>("/v1/accounts/:id/followers/import", async (request, reply) => {
    const view = found(await engineOf(request).contacts.startImport(offeringAccount(accountsOf(request), request.params.id, "directory").id), "account");
    return reply.code(202).header("location", `/v1/imports/${view.id}`).send(view);
  });

  server.get<{ Params: { id: string } }>("/v1/imports/:id", async (request) =>
    found(await engineOf(request).contacts.importOf(importId(request.params.id)), "import"));
}
