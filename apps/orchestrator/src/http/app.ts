import type { Engines } from "@todoke/engine";
import type { FastifyInstance } from "fastify";
import type { Configuration } from "../config.ts";
import { infobipRoutes } from "./compat/infobip/routes.ts";
import { sinchRoutes } from "./compat/sinch/routes.ts";
import { requireKeys } from "./authentication/require-keys.ts";
import type { ProjectKeeping } from "./project-of.ts";
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
import { projectRoutes } from "./routes/projects.ts";
import { providerAudienceRoutes } from "./routes/provider-audiences.ts";
import { reportRoutes } from "./routes/reports.ts";
import { type AccountKeeping, storedAccountRoutes } from "./routes/stored-accounts.ts";
import { suppressionRoutes } from "./routes/suppressions.ts";
import { statisticsRoutes } from "./routes/statistics.ts";
import { triggerRoutes } from "./routes/triggers.ts";
import { uploadRoutes } from "./routes/uploads.ts";
import { templateRoutes } from "./routes/templates.ts";
import { webhookRoutes } from "./routes/webhooks.ts";

/** Puts every endpoint of the service on a server, and has it ask for keys. */
export function mountRoutes(
  server: FastifyInstance,
  engines: Engines,
  keeping: AccountKeeping & ProjectKeeping,
  configuration: Pick<Configuration, "publicBaseUrl" | "apiKey" | "requestLimit">,
): void {
  requireKeys(server, engines, keeping, configuration);
  messageRoutes(server);
  openMessageRoutes(server);
  messageControlRoutes(server);
  deliveryRoutes(server);
  planRoutes(server);
  audienceRoutes(server);
  templateRoutes(server);
  providerAudienceRoutes(server);
  statisticsRoutes(server);
  notificationTemplateRoutes(server);
  inboundRoutes(server, engines, configuration.publicBaseUrl);
  inboundEventRoutes(server);
  triggerRoutes(server);
  reportRoutes(server);
  webhookRoutes(server);
  suppressionRoutes(server);
  uploadRoutes(server);
  budgetRoutes(server);
  accountRoutes(server);
  storedAccountRoutes(server, keeping);
  accountHealthRoutes(server);
  contactRoutes(server);
  apiKeyRoutes(server);
  projectRoutes(server, engines.projects);
  infobipRoutes(server);
  sinchRoutes(server);
  healthRoutes(server, engines);
  openapiRoutes(server);
  docsRoutes(server);
}
