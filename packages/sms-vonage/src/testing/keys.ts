import { generateKeyPairSync } from "node:crypto";

/** An application's keys in PEM. */
export function newKeys(): { readonly privateKey: string; readonly publicKey: string } {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
}

/** Those of one application, made anew for every run. */
export const { privateKey, publicKey } = newKeys();

export const applicationId = "00000000-0000-4000-8000-000000000000";
export const signatureSecret = "vonage-signature-secret";
