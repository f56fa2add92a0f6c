import type { FastifyInstance } from "fastify";
import { offeringAccount } from "../offering-account.ts";
import { accountsOf } from "../project-of.ts";

/** Shows what notifications of an account may be made of. */
export function notificationTemplateRoutes(server: FastifyInstance): void {
  server.get<{ Params: { id: string } }>("/v1/accounts/:id/notification-templates", (request) =>
    offeringAccount(accountsOf(request), request.params.id, "notificationTemplates").services?.notificationTemplates?.());
}
