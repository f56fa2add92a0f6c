import { bodyRefusals } from "./body-refusals.ts";
import { DoorVerificationDto } from "../dto/accounts-dto.ts";
import { AccountChangesDto, NewAccountDto } from "../dto/new-accounts-dto.ts";
import type { Operation } from "./operations.ts";

const providerRefusals = [
  "not-found",
  "not-offered",
  "provider-refused",
  "provider-throttled",
  "account-refused",
  "provider-unavailable",
  "provider-answer-lost",
] as const;

/** The endpoints that show accounts and try them. */
export const accountsOperations: readonly Operation[] = [
  {
    id: "listAccounts",
    method: "get",
    path: "/v1/accounts",
    scope: "accounts:read",
    tag: "Accounts",
    summary: "List the accounts",
    description: "In the order in which plans prefer them: those of the configuration, then those that were made here. Never holds secrets.",
    answer: { status: 200, description: "All of them.", content: { schema: "AccountList" } },
    refusals: [],
  },
  {
    id: "getAccount",
    method: "get",
    path: "/v1/accounts/{id}",
    scope: "accounts:read",
    tag: "Accounts",
    summary: "See how an account stands",
    answer: { status: 200, description: "The account.", content: { schema: "Account" } },
    refusals: ["not-found"],
  },
  {
    id: "createAccount",
    method: "post",
    path: "/v1/accounts",
    scope: "accounts:write",
    tag: "Accounts",
    summary: "Make an account",
    description:
      "The provider's package looks at the settings, and nobody is called: `probe` asks the provider. All processes of the service work " +
      "with it within five seconds, the one that answers at once. `inbound.address` of the answer is what the provider must be given.",
    body: NewAccountDto,
    example: { provider: "line", name: "Shop in Bangkok", settings: { channelAccessToken: "…", channelSecret: "…", country: "TH" } },
    answer: { status: 201, description: "The account.", content: { schema: "Account" }, headers: { location: "The account's path." } },
    refusals: [...bodyRefusals, "no-secrets-key"],
  },
  {
    id: "changeAccount",
    method: "patch",
    path: "/v1/accounts/{id}",
    scope: "accounts:write",
    tag: "Accounts",
    summary: "Change an account",
    description: "Its provider and its id stay. Calls that have begun are finished with the credentials that were.",
    body: AccountChangesDto,
    example: { settings: { channelAccessToken: "…" } },
    answer: { status: 200, description: "The account as it is now.", content: { schema: "Account" } },
    refusals: [...bodyRefusals, "not-found", "account-of-configuration", "no-secrets-key"],
  },
  {
    id: "deleteAccount",
    method: "delete",
    path: "/v1/accounts/{id}",
    scope: "accounts:write",
    tag: "Accounts",
    summary: "Take an account away",
    description: "Its secrets are deleted, and what its provider still posts is refused. Not possible while a message that is not completed needs it.",
    answer: { status: 204, description: "It is gone." },
    refusals: ["not-found", "account-of-configuration", "account-in-use"],
  },
  {
    id: "pauseAccount",
    method: "post",
    path: "/v1/accounts/{id}/pause",
    scope: "accounts:write",
    tag: "Accounts",
    summary: "Have an account make no calls",
    description:
      "Within five seconds no process sends by it any more; what has begun is finished, and what its provider posts is taken in. Plans pass it over " +
      "as `account-paused`. Also for accounts of the configuration. Can be repeated.",
    answer: { status: 200, description: "The account.", content: { schema: "Account" } },
    refusals: ["not-found"],
  },
  {
    id: "resumeAccount",
    method: "post",
    path: "/v1/accounts/{id}/resume",
    scope: "accounts:write",
    tag: "Accounts",
    summary: "Let a paused account work again",
    description: "Can be repeated.",
    answer: { status: 200, description: "The account.", content: { schema: "Account" } },
    refusals: ["not-found"],
  },
  {
    id: "probeAccount",
    method: "post",
    path: "/v1/accounts/{id}/probe",
    scope: "accounts:write",
    tag: "Accounts",
    summary: "Try whether an account's credentials work",
    description: "Asks the provider whose they are, and keeps its word as the account's `probe`. Sends nothing.",
    answer: { status: 200, description: "They work.", content: { schema: "AccountIdentity" } },
    refusals: providerRefusals,
  },
  {
    id: "verifyInbound",
    method: "post",
    path: "/v1/accounts/{id}/inbound/verify",
    scope: "accounts:write",
    tag: "Accounts",
    summary: "Try whether an account's provider reaches this service",
    description:
      "Has the provider post a signed request to our address. Steps whose success comes by webhook alone are refused until " +
      "this, or the first event that comes in, has proved the way. `detail` says what to do where it does not.",
    body: DoorVerificationDto,
    isBodyOptional: true,
    answer: { status: 200, description: "What was found.", content: { schema: "DoorVerification" } },
    refusals: [...bodyRefusals, ...providerRefusals],
  },
];
