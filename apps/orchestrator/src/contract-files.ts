import { configurationSchema } from "./configuration/configuration-schema.ts";
import { openapiDocument } from "./http/openapi/openapi-document.ts";

/** The files that state this service's contracts, by name in the package's folder: written by `pnpm run openapi`. */
export function contractFiles(): Readonly<Record<string, string>> {
  return {
    "openapi.json": fileText(openapiDocument()),
    "todoke.config.schema.json": fileText(configurationSchema()),
  };
}

function fileText(document: object): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
