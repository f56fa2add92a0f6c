/** Why nothing came of a request to an address that somebody gave. */
export type EgressFailure = "address-refused" | "timeout" | "unreachable";

/** Says no more than whoever gave the address may know: not what listens where within our networks. */
export class EgressError extends Error {
  override readonly name = "EgressError";
  readonly code: EgressFailure;

  constructor(code: EgressFailure, options?: ErrorOptions) {
    super(sentences[code], options);
    this.code = code;
  }
}

const sentences: Readonly<Record<EgressFailure, string>> = {
  "address-refused": "the address is not a public https address, nor in a network that the configuration allows",
  timeout: "there was no whole answer in time",
  unreachable: "nobody answered at the address",
};
