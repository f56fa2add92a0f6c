import type { AddressResult, AddressRule } from "@todoke/core";
import { NotWrittenError } from "./not-written.ts";

/** The addresses of this channel. A kind that another provider has already, such as `phone`, is read as it reads it. */
export const address: AddressRule = { kind: "any-channel", parse: parseAddress };

/** The one form that the vendor takes, or a reason that does not repeat what was given. */
function parseAddress(_address: string): AddressResult {
  throw new NotWrittenError("src/address.ts", "the one form of an address, and why anything else is refused");
}
