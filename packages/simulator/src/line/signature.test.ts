import { expect, test } from "vitest";
import { signLineBody } from "./signature.ts";

test("the signature is the one in LINE's documentation", () => {
  const body = '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}';

  expect(signLineBody(body, "8c570fa6dd201bb328f1c1eac23a96d8")).toBe("GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=");
});
