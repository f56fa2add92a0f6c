import { hash } from "node:crypto";

/** 128 bits of a text's SHA-256, in the form of a UUID: small, and equal wherever it is made. */
function digest(text: string): string {
  const hex = hash("sha256", text, "hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** Who a place under a cap is counted for: an address. */
export function personOf(kind: string, address: string): string {
  return digest(`${kind} ${address}`);
}

/** Who takes it: a delivery, once for all its steps. */
export function holderOf(messageId: string, number: number): string {
  return digest(`${messageId} ${number}`);
}
