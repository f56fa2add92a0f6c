import type { RequestHeader } from "./operations.ts";

/** The header with which a caller asks for a short answer, RFC 7240. */
export const preferHeader: RequestHeader = {
  name: "Prefer",
  description: "`return=minimal` asks for an answer of `id` and `status` alone. Every other preference is passed over.",
  schema: { type: "string", maxLength: 200 },
};

/** Says that the answer is the short one. */
export const preferenceHeader = { "preference-applied": "`return=minimal` where the answer is the short one." } as const;
