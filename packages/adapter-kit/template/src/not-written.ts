/**
 * What nobody but the author can write: it is in the vendor's documentation. Delete this file when nothing throws it any
 * more. The conformance checks show its words.
 */
export class NotWrittenError extends Error {
  constructor(file: string, what: string) {
    super(`Write ${what} in ${file}.`);
    this.name = "NotWrittenError";
  }
}
