import type { FastifyInstance } from "fastify";
import type { OpenAccount } from "../../accounts.ts";
import { offeringAccount } from "../offering-account.ts";

/** Shows what notifications of an account may be made of. */
export function notificationTemplateRoutes(server: FastifyInstance, accounts: readonly OpenAccount[]): void {
  server.get<{ Params: { id: string } }>("/v1/accounts/:id/notification-templates", ({ params: { id } }) =>
    offeringAccount(accounts, id, "notificationTemplates").services?.notificationTemplates?.());
}
