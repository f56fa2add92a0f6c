import { type AccountIdentity, type DoorAddress, type DoorTest, errorConsequences } from "@todoke/core";
import { accountSources, type AccountProbe, doorProofs, type DoorVerification, type DoorView, type RelayFailure, type RelayView } from "@todoke/engine";
import { accountUsageSchemas } from "../../configuration/account-usage-schemas.ts";
import { accountStates, type AccountView } from "../account-view.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { quotaProperties } from "./quota-schemas.ts";
import { count, flag, list, named, oneOf, optional, orNull, text, time, viewSchema, type ViewProperties, word } from "./view-schema.ts";

const door: ViewProperties<DoorView> = {
  address: optional(text("What the provider must be given; absent while PUBLIC_BASE_URL is not set.")),
  verified: flag("Whether the provider is known to reach us there."),
  verifiedAt: optional(time("When that was first proved for this address.")),
  verifiedBy: optional(oneOf("`test`: the provider tried it for us; `event`: something that people did came in.", doorProofs)),
};

/** Of every form that a value can have. */
type AllKeys<Value> = Value extends unknown ? keyof Value : never;

/** Schemas of accounts in answers, by name. */
export const accountsSchemas: Readonly<Record<string, JsonSchema>> = {
  Account: viewSchema<AccountView>("An account, without its secrets.", {
    id: text("Never changes. `acc_…`, or as the configuration names it; the environment's are `line` and `twilio`."),
    provider: text("The vendor.", { examples: ["line", "twilio"] }),
    source: oneOf("Who brought it: the operator with the configuration, or a caller.", accountSources),
    name: optional(text("For people. Absent from those of the configuration.")),
    state: word("Whether it works.", {
      active: "as far as is known here; `probe` and `/health` tell more",
      paused: "it makes no calls until it is resumed",
      unusable: "`problem` says why",
    } satisfies Record<(typeof accountStates)[number], string>),
    pausedAt: optional(time("Since when it is paused.")),
    problem: optional(text("Why it cannot be used, for people.")),
    settings: { type: "object", description: "Those of its settings that hold no secret." },
    hiddenSettings: list({ type: "string" }, "Names of the settings that are set and not shown."),
    countries: optional(accountUsageSchemas.countries),
    keepQuota: optional(accountUsageSchemas.keepQuota),
    limits: optional(accountUsageSchemas.limits),
    useReplyTokens: optional(accountUsageSchemas.useReplyTokens),
    prices: optional(accountUsageSchemas.prices),
    probe: optional(named("AccountProbe")),
    createdAt: optional(time("When it was made. Absent from those of the configuration.")),
    changedAt: optional(time("When it was last changed, likewise.")),
    channels: list({ type: "string" }, "The ways to people that it carries."),
    inbound: optional(named("Door")),
    relay: optional(named("Relay")),
    quota: list(named("AccountQuota"), "What it may still send, for each channel whose provider counts."),
  }),
  AccountProbe: {
    type: "object",
    description: "What its provider last said of its credentials.",
    required: ["probedAt", "works"],
    properties: {
      probedAt: time("When it was asked."),
      works: flag("False where it refused them, or did not answer: `errorClass` tells which."),
      name: text("Whose they are, in the provider's words."),
      address: text("How people know the account.", { examples: ["@216ru"] }),
      errorClass: oneOf("Why they do not work.", Object.keys(errorConsequences)),
      providerCode: text("The provider's own word or code."),
    } satisfies Record<AllKeys<AccountProbe>, JsonSchema>,
  },
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
