import type { Engine } from "@todoke/engine";
import type { FastifyInstance } from "fastify";
import type { OpenAccount } from "../accounts.ts";
import type { Configuration } from "../config.ts";
import { requireKeys } from "./authentication/require-keys.ts";
import { accountHealthRoutes } from "./routes/account-health.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { apiKeyRoutes } from "./routes/api-keys.ts";
import { audienceRoutes } from "./routes/audiences.ts";
import { budgetRoutes } from "./routes/budgets.ts";
import { contactRoutes } from "./routes/contacts.ts";
import { deliveryRoutes } from "./routes/deliveries.ts";
import { docsRoutes } from "./routes/docs.ts";
import { healthRoutes } from "./routes/health.ts";
import { inboundEventRoutes } from "./routes/inbound-events.ts";
import { inboundRoutes } from "./routes/inbound.ts";
import { messageControlRoutes } from "./routes/message-controls.ts";
import { messageRoutes } from "./routes/messages.ts";
import { notificationTemplateRoutes } from "./routes/notification-templates.ts";
import { openMessageRoutes } from "./routes/open-messages.ts";
import { openapiRoutes } from "./routes/openapi.ts";
import { planRoutes } from "./routes/plans.ts";
import { providerAudienceRoutes } from "./routes/provider-audiences.ts";
import { reportRoutes } from "./routes/reports.ts";
import { suppressionRoutes } from "./routes/suppressions.ts";
import { statisticsRoutes } from "./routes/statistics.ts";

/** Puts every endpoint of the service on a server, and has it ask for keys. */
export function mountRoutes(
  server: FastifyInstance,
  engine: Engine,
  accounts: readonly OpenAccount[],
  { publicBaseUrl, apiKey }: Pick<Configuration, "publicBaseUrl" | "apiKey">,
): void {
  requireKeys(server, engine, apiKey);
  messageRoutes(server, engine);
  openMessageRoutes(server, engine, accounts);
  messageControlRoutes(server, engine);
  deliveryRoutes(server, engine);
  planRoutes(server, engine);
  audienceRoutes(server, engine);
  providerAudienceRoutes(server, engine, accounts);
  statisticsRoutes(server, engine);
  notificationTemplateRoutes(server, accounts);
  inboundRoutes(server, engine, publicBaseUrl);
  inboundEventRoutes(server, engine);
  reportRoutes(server, engine);
  suppressionRoutes(server, engine);
  budgetRoutes(server, engine);
  accountRoutes(server, engine, accounts);
  accountHealthRoutes(server, engine);
  contactRoutes(server, engine, accounts);
  apiKeyRoutes(server, engine);
  healthRoutes(server, engine);
  openapiRoutes(server);
  docsRoutes(server);
}
