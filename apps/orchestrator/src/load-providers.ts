import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { ConfigurationError, type ProviderDefinition } from "@todoke/core";

/** Packages that the operator names beside those that the service brings along. */
export interface ProviderPackages {
  /** Names of packages, or paths that begin with a dot. */
  readonly names: readonly string[];
  /** Where they are installed: the file that names them. */
  readonly file: string;
}

/**
 * The providers of the service and of the packages that the configuration names, each a named export of the package's
 * entry. Throws `ConfigurationError` for a package that is not there, brings none, or brings one that is there already.
 */
export async function loadProviders(
  own: readonly ProviderDefinition[],
  packages: ProviderPackages | undefined,
): Promise<readonly ProviderDefinition[]> {
  const found = [...own];
  for (const [index, name] of packages?.names.entries() ?? []) {
    const setting = `providers/${index} (${name})`;
    for (const definition of await importProviders(name, packages!.file, setting)) {
      if (found.some(({ provider }) => provider === definition.provider)) {
        throw new ConfigurationError(setting, `there is a provider "${definition.provider}" already`);
      }
      found.push(definition);
    }
  }
  return found;
}

async function importProviders(name: string, file: string, setting: string): Promise<readonly ProviderDefinition[]> {
  const entry = findEntry(name, file);
  if (entry === undefined) {
    throw new ConfigurationError(setting, "is not installed where the configuration file is: install it there");
  }
  const exported = Object.values(await importEntry(entry, setting));
  const definitions = exported.filter(isDefinition);
  if (definitions.length > 0) return definitions;
  throw new ConfigurationError(setting, "exports no provider of specificationVersion 1");
}

function findEntry(name: string, file: string): string | undefined {
  try {
    return createRequire(file).resolve(name);
  } catch {
    return undefined;
  }
}

async function importEntry(entry: string, setting: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(entry).href)) as Record<string, unknown>;
  } catch (error) {
    throw new ConfigurationError(setting, `cannot be loaded: ${error instanceof Error ? error.message : "it failed"}`);
  }
}

function isDefinition(value: unknown): value is ProviderDefinition {
  if (typeof value !== "object" || value === null) return false;
  const { specificationVersion, provider, createAccount } = value as Partial<Record<keyof ProviderDefinition, unknown>>;
  return specificationVersion === 1 && typeof provider === "string" && provider !== "" && typeof createAccount === "function";
}
