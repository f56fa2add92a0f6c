import { createSecretKey, type KeyObject } from "node:crypto";
import { ConfigurationError } from "@todoke/core";
import { type Environment, variable } from "./environment.ts";

/** 32 bytes, of which the last character holds four bits. */
const form = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** The keys that stored secrets are under: the first seals, and all of them open. Throws `ConfigurationError`. */
export function readSecretKeys(environment: Environment): readonly KeyObject[] {
  const texts = variable(environment, "TODOKE_SECRETS_KEY")?.split(",").map((text) => text.trim()) ?? [];
  return texts.map((text, index) => {
    if (form.test(text)) return createSecretKey(text, "base64");
    const which = texts.length === 1 ? "" : `key ${index + 1} of ${texts.length} `;
    throw new ConfigurationError("TODOKE_SECRETS_KEY", `${which}must be 32 bytes in base64: \`openssl rand -base64 32\` makes one`);
  });
}
