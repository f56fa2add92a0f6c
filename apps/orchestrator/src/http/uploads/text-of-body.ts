import type { Readable } from "node:stream";
import { HttpProblem } from "../problem.ts";

/** How long a body may stand still while it is waited for, in milliseconds. */
export const longestPauseMs = 60_000;

/**
 * The text of a body as it comes in, read no faster than it is asked for. The body is left open where its reader stops
 * early, so that the refusal still reaches who is sending it. Throws `HttpProblem` where it is not UTF-8, or comes to an end
 * or a standstill too soon.
 */
export async function* textOfBody(body: Readable, pauseMs: number = longestPauseMs): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const pieces = body.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  try {
    for (let piece = await arrival(pieces, pauseMs); piece.done !== true; piece = await arrival(pieces, pauseMs)) {
      yield decode(decoder, piece.value);
    }
    yield decode(decoder, undefined);
  } finally {
    await pieces.return?.();
  }
}

async function arrival(pieces: AsyncIterator<Uint8Array>, pauseMs: number): Promise<IteratorResult<Uint8Array>> {
  let impatience: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    impatience = setTimeout(() => reject(new HttpProblem("request-timeout", "The body stood still for too long.")), pauseMs);
  });
  try {
    return await Promise.race([pieces.next(), tooLate]);
  } catch (error) {
    throw isCut(error) ? new HttpProblem("malformed-request", "The connection ended before the body did.") : error;
  } finally {
    clearTimeout(impatience);
  }
}

function isCut(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ECONNRESET" || error.code === "ERR_STREAM_PREMATURE_CLOSE");
}

function decode(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array | undefined): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    throw new HttpProblem("malformed-request", "The body cannot be read.", [{ pointer: "", code: "not-utf-8", detail: "must be text in UTF-8" }]);
  }
}
