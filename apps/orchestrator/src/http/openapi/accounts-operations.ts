import { bodyRefusals } from "./body-refusals.ts";
import { DoorVerificationDto } from "../dto/accounts-dto.ts";
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
    summary: "List the configured accounts",
    description: "In the order in which plans prefer them. Never holds secrets.",
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
    id: "probeAccount",
    method: "post",
    path: "/v1/accounts/{id}/probe",
    scope: "accounts:write",
    tag: "Accounts",
    summary: "Try whether an account's credentials work",
    description: "Asks the provider whose they are. Sends nothing.",
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
