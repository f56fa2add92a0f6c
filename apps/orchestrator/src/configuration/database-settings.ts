import { resolve } from "node:path";
import { ConfigurationError } from "@todoke/core";
import type { DatabaseSettings } from "@todoke/engine";
import { type Environment, variable } from "./environment.ts";

/** Which database the environment names; a folder is one of the working folder's. */
export function readDatabase(environment: Environment, workingFolder: string): DatabaseSettings {
  const url = variable(environment, "DATABASE_URL");
  if (url === undefined) {
    return { kind: "embedded", folder: resolve(workingFolder, variable(environment, "TODOKE_DATA_FOLDER") ?? ".todoke") };
  }
  const schema = variable(environment, "DATABASE_SCHEMA");
  if (/^postgres(ql)?:\/\//.test(url)) return { kind: "postgresql", url, ...(schema !== undefined && { schema }) };
  throw new ConfigurationError("DATABASE_URL", "must begin with postgresql://");
}
