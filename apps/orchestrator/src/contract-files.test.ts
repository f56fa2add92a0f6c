import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { contractFiles } from "./contract-files.ts";

function committed(name: string): string {
  return readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
}

describe("the committed contract files", () => {
  it.each(Object.entries(contractFiles()))("%s says what the code says (write it with `pnpm run openapi`)", (name, text) => {
    expect(committed(name)).toBe(text);
  });

  it("hold a valid OpenAPI 3.1 document", async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(committed("openapi.json")) as Record<string, unknown>);
    expect({ valid, errors, version: validator.version }).toEqual({ valid: true, errors: undefined, version: "3.1" });
  });

  it("hold references to schemas that exist, and no schema that nothing refers to", () => {
    const text = committed("openapi.json");
    const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
    const document = JSON.parse(text) as { components: { schemas: Record<string, object> } };
    expect(referred).toEqual(new Set(Object.keys(document.components.schemas)));
  });

  it("hold a schema of the configuration that any JSON Schema validator takes", () => {
    const schema = JSON.parse(committed("todoke.config.schema.json")) as object;
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    expect(validate({ $schema: "./todoke.config.schema.json", accounts: [], defaultPlan: { steps: [{ channel: "line" }] } })).toBe(true);
    expect(validate({ defaultPlan: { steps: [] } })).toBe(false);
  });
});
