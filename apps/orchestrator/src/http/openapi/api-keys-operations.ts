import { ApiKeyListQueryDto, ApiKeyRotationDto, NewApiKeyDto } from "../dto/api-keys-dto.ts";
import { bodyRefusals } from "./body-refusals.ts";
import type { Operation } from "./operations.ts";

const tag = "API keys";
const scope = "keys:manage";

/** The endpoints of the keys that let callers in. */
export const apiKeysOperations: readonly Operation[] = [
  {
    id: "createApiKey",
    method: "post",
    path: "/v1/api-keys",
    scope,
    tag,
    summary: "Make a key",
    description:
      "The answer holds the key itself, this once: only a hash of its secret is stored. Whose answer was lost revokes the key " +
      "and makes another.",
    body: NewApiKeyDto,
    example: { name: "shop checkout", scopes: ["messages:write", "messages:read"] },
    answer: { status: 201, description: "The key.", content: { schema: "IssuedApiKey" }, headers: { location: "The key's path." } },
    refusals: bodyRefusals,
  },
  {
    id: "listApiKeys",
    method: "get",
    path: "/v1/api-keys",
    scope,
    tag,
    summary: "List the keys",
    description: "Newest first, without their secrets; those that were revoked or have expired among them.",
    query: ApiKeyListQueryDto,
    answer: { status: 200, description: "One page.", content: { schema: "ApiKeyPage" } },
    refusals: ["malformed-request"],
  },
  {
    id: "getApiKey",
    method: "get",
    path: "/v1/api-keys/{id}",
    scope,
    tag,
    summary: "See a key",
    answer: { status: 200, description: "The key, without its secret.", content: { schema: "ApiKey" } },
    refusals: ["not-found"],
  },
  {
    id: "rotateApiKey",
    method: "post",
    path: "/v1/api-keys/{id}/rotate",
    scope,
    tag,
    summary: "Give a key a new secret",
    description:
      "The answer holds the key with its new secret, this once. The secret before is taken for the time of `overlap` as well, so " +
      "that everybody who uses it can change over; one before that is taken no more.",
    body: ApiKeyRotationDto,
    isBodyOptional: true,
    answer: { status: 200, description: "The key.", content: { schema: "IssuedApiKey" } },
    refusals: [...bodyRefusals, "not-found", "already-over"],
  },
  {
    id: "revokeApiKey",
    method: "post",
    path: "/v1/api-keys/{id}/revoke",
    scope,
    tag,
    summary: "End a key",
    description: "Within five seconds every process of the service refuses it, its former secret included. Can be repeated.",
    answer: { status: 200, description: "The key as it stands now.", content: { schema: "ApiKey" } },
    refusals: ["not-found"],
  },
];
