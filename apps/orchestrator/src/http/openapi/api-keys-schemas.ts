import { apiKeyScopes, type ApiKeyView, type IssuedApiKey } from "@todoke/engine";
import { apiKeyIdForm } from "../id-forms.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { pageSchema } from "./message-schemas.ts";
import { list, optional, text, time, viewSchema, type ViewProperties } from "./view-schema.ts";

const properties: ViewProperties<ApiKeyView> = {
  id: text("The key's id; the digits stand in the key as well.", { pattern: apiKeyIdForm.source }),
  name: text("Who or what uses it."),
  scopes: list({ type: "string", enum: apiKeyScopes }, "What it may do."),
  createdAt: time("When it was made."),
  rotatedAt: optional(time("When its secret was last replaced.")),
  formerSecretUntil: optional(time("Until when the secret before that is taken as well.")),
  expiresAt: optional(time("When it ends by itself; absent: never.")),
  lastUsedAt: optional(time("The hour in which it was last used; absent: never.")),
  revokedAt: optional(time("When it was ended.")),
};

/** Schemas of keys in answers, by name. */
export const apiKeysSchemas: Readonly<Record<string, JsonSchema>> = {
  ApiKey: viewSchema<ApiKeyView>("A key that lets callers in, without its secret.", properties),
  IssuedApiKey: viewSchema<IssuedApiKey>("A key with its secret, which is told this once.", {
    ...properties,
    key: text("What callers send after `Authorization: Bearer`.", { pattern: "^tdk_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$" }),
  }),
  ApiKeyPage: pageSchema("Keys, newest first.", "ApiKey"),
};
