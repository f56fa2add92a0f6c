import type { Operation } from "./operations.ts";

/** The endpoint that shows what notifications may be made of. */
export const notificationTemplatesOperations: readonly Operation[] = [
  {
    id: "getNotificationTemplates",
    method: "get",
    path: "/v1/accounts/{id}/notification-templates",
    scope: "accounts:read",
    tag: "Accounts",
    summary: "See what notifications may be made of",
    description:
      "The templates, items and buttons that are known of the account's country, and the account's own designs. LINE " +
      "publishes no list, so that there may be more than is shown here.",
    answer: { status: 200, description: "What is known.", content: { schema: "NotificationTemplates" } },
    refusals: ["not-found", "not-offered"],
  },
];
