import { Readable } from "node:stream";
import type { BadLine } from "@todoke/engine";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { HttpProblem } from "../problem.ts";
import { csvLines, type RowReader } from "./csv-lines.ts";
import { ndjsonLines } from "./ndjson-lines.ts";
import { longestPauseMs, textOfBody } from "./text-of-body.ts";

/** How the lines of one kind of upload are read. */
export interface LineForm<Line> {
  /** A line of NDJSON. */
  readonly readValue: (value: unknown) => Line | BadLine;
  /** Throws `HttpProblem` where a header of CSV is none. */
  readonly readHeader: (header: readonly string[]) => RowReader<Line | BadLine>;
}

/** A route whose body is read as it comes in, no faster than `take` asks for lines. */
export function linesRoute<Line>(
  server: FastifyInstance,
  path: string,
  form: (request: FastifyRequest) => LineForm<Line>,
  take: (request: FastifyRequest, lines: AsyncIterable<Line | BadLine>) => Promise<unknown>,
): void {
  server.register((scope, _options, ready) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, parsed) => parsed(null, payload));

    scope.post(path, { config: { takesAnyTime: true } }, async (request) => {
      try {
        return await take(request, linesOf(request, form(request)));
      } catch (error) {
        letGo(request);
        throw error;
      }
    });
    ready();
  });
}

const ndjsonTypes = ["application/x-ndjson", "application/ndjson", "application/jsonl"];

function linesOf<Line>(request: FastifyRequest, { readValue, readHeader }: LineForm<Line>): AsyncIterable<Line | BadLine> {
  const type = (request.headers["content-type"] ?? "").split(";")[0]!.trim().toLowerCase();
  if (type === "text/csv") return csvLines(textOfBody(bodyOf(request)), readHeader);
  if (!ndjsonTypes.includes(type)) throw new HttpProblem("unsupported-media-type", "This endpoint takes application/x-ndjson and text/csv.");
  return ndjsonLines(textOfBody(bodyOf(request)), readValue);
}

function bodyOf({ body }: FastifyRequest): Readable {
  if (body instanceof Readable) return body;
  throw new HttpProblem("malformed-request", "The body is missing.");
}

/** Lets whoever still sends come to an end, for they may read the answer only then. */
function letGo({ raw }: FastifyRequest): void {
  raw.setTimeout(longestPauseMs, () => raw.destroy());
  raw.resume();
}
