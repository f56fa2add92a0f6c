import type { Readable } from "node:stream";
import { InvalidRequestError } from "@todoke/core";

/** No id of any provider is as long. */
const longestLine = 512;

/**
 * The lines of a body as they come in, without those that are empty. The body is left open where its reader stops early,
 * so that the refusal still reaches who is sending it.
 */
export async function* linesOf(body: Readable): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let unfinished = "";
  let number = 0;
  for await (const bytes of body.iterator({ destroyOnReturn: false })) {
    const lines = (unfinished + decoder.decode(bytes as Uint8Array, { stream: true })).split("\n");
    unfinished = lines.pop() ?? "";
    if (unfinished.length > longestLine) throw tooLong(number + lines.length);
    for (const line of lines.map((each) => each.trim()).filter((each) => each !== "")) {
      yield line;
      number += 1;
    }
  }
  const last = (unfinished + decoder.decode()).trim();
  if (last !== "") yield last;
}

function tooLong(number: number): InvalidRequestError {
  const detail = `no id is longer than ${longestLine} characters: put one on each line`;
  return new InvalidRequestError([{ pointer: `/ids/${number}`, code: "wrong-format", detail }]);
}
