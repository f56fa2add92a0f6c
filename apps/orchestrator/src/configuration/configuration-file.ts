import { readFileSync } from "node:fs";
import { ConfigurationError, type JsonValue, type RateLimit } from "@todoke/core";
import type { EgressSettings, EngineSettings, Retention } from "@todoke/engine";
import { createAjv, withoutMappings } from "../http/schema/gate.ts";
import { schemaProblem } from "../http/schema/schema-problems.ts";
import type { AccountSettings } from "./account-settings.ts";
import { configurationSchema } from "./configuration-schema.ts";
import type { Environment } from "./environment.ts";
import type { ProjectSettings } from "./project-settings.ts";

/** What `todoke.config.json` can hold. */
export interface ConfigurationFile extends ProjectSettings {
  readonly providers?: readonly string[];
  readonly accounts?: readonly AccountSettings[];
  /** Other projects than the default one, by id. */
  readonly projects?: Readonly<Record<string, ProjectSettings>>;
  readonly engine?: Partial<EngineSettings>;
  readonly retention?: Retention;
  readonly egress?: EgressSettings;
  readonly requestLimit?: RateLimit;
}

/**
 * Reads and checks a configuration file. One that is absent is empty, unless it was asked for by name. Throws
 * `ConfigurationError` naming the file and the setting.
 */
export function readConfigurationFile(path: string, environment: Environment, mustExist: boolean): ConfigurationFile {
  const text = readText(path, mustExist);
  if (text === undefined) return {};
  const file = check(path, parse(path, text));
  const accounts = file.accounts?.map((account, index) => ({
    ...account,
    settings: withVariables(account.settings, `${path}/accounts/${index}/settings`, environment),
  }));
  return { ...file, ...(accounts !== undefined && { accounts }) };
}

function readText(path: string, mustExist: boolean): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    if (!mustExist && code === "ENOENT") return undefined;
    throw new ConfigurationError(path, `the file cannot be read (${code})`);
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's words quote the file, which may hold secrets.
    throw new ConfigurationError(path, "the file is not JSON");
  }
}

function check(path: string, value: unknown): ConfigurationFile {
  const validate = createAjv().compile<ConfigurationFile>(withoutMappings(configurationSchema()));
  if (validate(value)) return value;
  const error = validate.errors?.at(-1);
  if (error === undefined) throw new ConfigurationError(path, "the file is not valid");
  const { pointer, detail } = schemaProblem(error);
  throw new ConfigurationError(path + pointer, detail);
}

type Settings = AccountSettings["settings"];

function withVariables(settings: Settings, place: string, environment: Environment): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, fill(value as JsonValue, `${place}/${name}`, environment)]),
  );
}

function fill(value: JsonValue, place: string, environment: Environment): JsonValue {
  if (typeof value === "string") return fillText(value, place, environment);
  if (Array.isArray(value)) return value.map((item: JsonValue, index) => fill(item, `${place}/${index}`, environment));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(item, `${place}/${name}`, environment)]));
}

function fillText(text: string, place: string, environment: Environment): string {
  return text.replace(/\$\{(\w+)\}/g, (_match, name: string) => {
    const value = environment[name];
    if (value === undefined || value === "") throw new ConfigurationError(place, `the environment variable ${name} is not set`);
    return value;
  });
}
