import { type AccountIdentity, type DoorAddress, type DoorTest } from "@todoke/core";
import { doorProofs, type DoorVerification, type DoorView, type RelayFailure, type RelayView } from "@todoke/engine";
import type { AccountView } from "../account-view.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { quotaProperties } from "./quota-schemas.ts";
import { count, flag, list, named, oneOf, optional, orNull, text, time, viewSchema, type ViewProperties } from "./view-schema.ts";

const door: ViewProperties<DoorView> = {
  address: optional(text("What the provider must be given; absent while PUBLIC_BASE_URL is not set.")),
  verified: flag("Whether the provider is known to reach us there."),
  verifiedAt: optional(time("When that was first proved for this address.")),
  verifiedBy: optional(oneOf("`test`: the provider tried it for us; `event`: something that people did came in.", doorProofs)),
};

/** Schemas of accounts in answers, by name. */
export const accountsSchemas: Readonly<Record<string, JsonSchema>> = {
  Account: viewSchema<AccountView>("A configured account, without its secrets.", {
    id: text("As the configuration names it; the environment's are `line` and `twilio`."),
    provider: text("The vendor.", { examples: ["line", "twilio"] }),
    channels: list({ type: "string" }, "The ways to people that it carries."),
    inbound: optional(named("Door")),
    relay: optional(named("Relay")),
    quota: list(named("AccountQuota"), "What it may still send, for each channel whose provider counts."),
  }),
  AccountList: viewSchema<{ items: readonly AccountView[] }>("All accounts.", { items: list(named("Account")) }),
  AccountQuota: viewSchema("What one channel of an account may still send, as its provider says.", quotaProperties),
  AccountIdentity: viewSchema<AccountIdentity>("Whom the credentials belong to, in the provider's words.", {
    name: text("The account's name."),
    address: optional(text("How people know it.", { examples: ["@216ru"] })),
  }),
  Door: viewSchema<DoorView>("The address to which the provider posts. Absent from accounts that take no webhooks.", door),
  DoorVerification: viewSchema<DoorVerification>("What trying the address found.", {
    ...door,
    configured: orNull({
      ...viewSchema<DoorAddress>("Where the provider posts by its own word; null where nothing is set.", {
        url: text("The address."),
        active: flag("False where a switch at the provider holds events back."),
      }),
    }),
    test: viewSchema<DoorTest>("What the provider's own trial came to.", {
      success: flag("Whether it was answered 2xx."),
      status: orNull({ type: "integer", description: "What it was answered; null for nothing." }),
      reason: text("The provider's own word.", { examples: ["OK", "COULD_NOT_CONNECT"] }),
    }),
    detail: text("What to do, for people."),
  }),
  Relay: viewSchema<RelayView>("How requests are passed on. Absent from accounts without `forwardTo`.", {
    forwardTo: text("Where they go, without credentials and query."),
    waiting: count("Not taken yet, and still tried."),
    givenUp: count("Not taken within a day, and no longer tried."),
    lastFailure: optional(named("RelayFailure")),
  }),
  RelayFailure: viewSchema<RelayFailure>("Why the latest try of one that was not taken failed.", {
    code: text("`http-500`, `timeout`, or the system's own code."),
    at: time("When."),
  }),
};
