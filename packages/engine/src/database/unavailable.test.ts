import { expect, it } from "vitest";
import { isDatabaseUnavailable } from "./unavailable.ts";

const withCode = (code: string) => Object.assign(new Error("refused"), { code });

it.each([
  withCode("53100"),
  withCode("57P03"),
  withCode("08006"),
  withCode("ECONNREFUSED"),
  new Error("Connection terminated unexpectedly"),
  new Error("Client has encountered a connection error and is not queryable"),
])("takes $message $code for the database being away", (error) => {
  expect(isDatabaseUnavailable(error)).toBe(true);
});

it.each([withCode("23505"), withCode("40001"), withCode("57014"), new Error("refused"), "Connection terminated"])(
  "takes $message $code for an error of what was asked",
  (error) => {
    expect(isDatabaseUnavailable(error)).toBe(false);
  },
);
