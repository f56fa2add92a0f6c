import type { AddressRule } from "@todoke/core";
import { phoneAddress } from "@todoke/sms-core";

/** Phone numbers as all providers of SMS read them, so that a person is the same person to each of them. */
export const address: AddressRule = phoneAddress;
