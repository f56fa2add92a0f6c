import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isObject } from "../json.ts";
import type { ProviderOptions } from "../options.ts";
import { InvalidInputError } from "../validation/check.ts";
import type { ProviderFake } from "./provider-fake.ts";

const providerShape = /^[a-z][a-z0-9-]*$/;

/** The fakes in the order of the options. Throws `InvalidInputError` for what is none, or one too many. */
export async function loadFakes(providers: readonly ProviderOptions[]): Promise<readonly ProviderFake[]> {
  const fakes = await Promise.all(providers.map(({ fake }, index) => loadFake(fake, `providers[${index}].fake`)));
  const names = ["simulator", ...fakes.map(({ provider }) => provider)];
  const second = names.findIndex((name, index) => names.indexOf(name) < index);
  if (second === -1) return fakes;
  throw new InvalidInputError(`providers[${second - 1}].fake`, `is the second one for ${names[second]}`);
}

async function loadFake(fake: ProviderFake | string, field: string): Promise<ProviderFake> {
  const candidate: unknown = typeof fake === "string" ? await importFake(fake, field) : fake;
  if (!isFake(candidate)) throw new InvalidInputError(field, "must be a fake of specificationVersion 1");
  return candidate;
}

function isFake(value: unknown): value is ProviderFake {
  if (!isObject(value) || value["specificationVersion"] !== 1) return false;
  const { provider, start } = value;
  return typeof provider === "string" && providerShape.test(provider) && typeof start === "function";
}

async function importFake(packageName: string, field: string): Promise<unknown> {
  const entry = findEntry(`${packageName}/simulator`);
  if (entry === undefined) {
    throw new InvalidInputError(field, `names a package that has no entry ./simulator here: install ${packageName}`);
  }
  const module: unknown = await import(pathToFileURL(entry).href);
  return isObject(module) ? module["providerFake"] : undefined;
}

/** Looked for from the working folder, and beside this package, where `npx --package` puts several. */
function findEntry(specifier: string): string | undefined {
  for (const start of [join(process.cwd(), "package.json"), import.meta.url]) {
    try {
      return createRequire(start).resolve(specifier);
    } catch {
      // Not installed there.
    }
  }
  return undefined;
}
