import { readFileSync } from "node:fs";
import type { HttpSmsConfig } from "../config.ts";

/** The secrets that stand where the examples name environment variables. */
export const secrets = {
  SIAM_API_KEY: "siam-api-key-0123456789",
  SIAM_WEBHOOK_SECRET: "siam-webhook-secret-0123456789",
  FORMOSA_USERNAME: "formosa-shop",
  FORMOSA_PASSWORD: "formosa-password-0123456789",
} as const;

/** One of the published examples, with secrets filled in as the orchestrator does, calling another host. */
export function exampleCarrier(name: "json-carrier" | "form-carrier", baseUrl?: string): HttpSmsConfig {
  const text = readFileSync(new URL(`../../examples/${name}.json`, import.meta.url), "utf8")
    .replace(/\$\{(\w+)\}/g, (_match, variable: keyof typeof secrets) => secrets[variable]);
  const here = baseUrl === undefined ? text : text.replace(/https:\/\/[\w.-]+\.example/g, baseUrl);
  return JSON.parse(here) as HttpSmsConfig;
}
