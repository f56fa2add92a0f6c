import { ConfigurationError, InvalidRequestError, type JsonObject, type Problem, type ProviderDefinition } from "@todoke/core";
import type { AccountUsage, NewStoredAccount, StoredAccount } from "@todoke/engine";
import { findProvider, noProvider, openSettings, reasonOf } from "../accounts.ts";
import type { AccountChangesDto, NewAccountDto } from "../http/dto/new-accounts-dto.ts";
import { escapePointer } from "../http/schema/storable-text.ts";

/** What a caller asks for, as it is stored. Its provider has not looked at it yet. */
export function readNewAccount({ provider, name, settings, ...usage }: NewAccountDto): NewStoredAccount {
  return { provider, name, settings, usage };
}

/** An account with changes; what is null is taken away. */
export function withChanges(current: StoredAccount, { name, settings, ...usage }: AccountChangesDto): NewStoredAccount {
  return {
    provider: current.provider,
    name: name ?? current.name,
    settings: merged<JsonObject>(current.settings ?? {}, settings ?? {}),
    usage: merged<AccountUsage>(current.usage, usage),
  };
}

function merged<Value extends object>(current: Value, changes: { readonly [Name in keyof Value]?: Value[Name] | null }): Value {
  return Object.fromEntries(Object.entries({ ...current, ...changes }).filter(([, value]) => value !== null && value !== undefined)) as Value;
}

/**
 * Has the provider look at an account before it is stored, and `check` at what it made of it. Makes no call. Throws
 * `InvalidRequestError` that points at the setting.
 */
export function tryToOpen(
  id: string,
  { provider, settings, usage }: NewStoredAccount,
  providers: readonly ProviderDefinition[],
  check: (account: ReturnType<typeof openSettings> & AccountUsage & { readonly id: string }) => void,
): void {
  const definition = findProvider(provider, providers);
  if (definition === undefined) throw new InvalidRequestError([{ pointer: "/provider", code: "unknown-provider", detail: noProvider(provider, providers) }]);
  const opened = opening(definition, settings);
  // Nobody waits for connections that were never made.
  opened.close().catch(() => undefined);
  check({ ...usage, ...opened, id });
}

function opening(definition: ProviderDefinition, settings: JsonObject): ReturnType<typeof openSettings> {
  try {
    return openSettings(definition, settings);
  } catch (error) {
    // Whatever else a package throws may quote what it was given.
    throw new InvalidRequestError([ConfigurationError.is(error) ? problemOf(error) : unknownProblem]);
  }
}

const unknownProblem: Problem = { pointer: "/settings", code: "invalid-setting", detail: "the provider's package cannot work with them, and does not say why" };

/** Providers name what lies within a setting by dots and brackets. */
function problemOf(error: ConfigurationError): Problem {
  const parts = error.setting.split(/[.[\]]+/).filter((part) => part !== "");
  return { pointer: `/settings${parts.map((part) => `/${escapePointer(part)}`).join("")}`, code: "invalid-setting", detail: reasonOf(error) };
}
