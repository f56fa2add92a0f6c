import { InvalidRequestError, type Problem } from "@todoke/core";
import type { Transaction } from "kysely";
import type { EngineContext } from "../engine-context.ts";
import { newId } from "../ids.ts";
import type { BadLine } from "../open-messages/open-messages-view.ts";
import { PartError } from "../open-messages/part-errors.ts";
import { PartIntake } from "../open-messages/part-intake.ts";
import { badLine, emptyDigest, type LineBatch, type ReadLine } from "../open-messages/part-lines.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import type { StoredPart } from "../store/open-messages/recipient-parts.ts";
import { advanceUpload, readRefusedUploadLines, readStoredUpload, readUpload, readUploads, type UploadKey } from "../store/uploads/upload-rows.ts";
import type { Uploads } from "./upload-view.ts";

/** What lines of one kind are, and where they go. */
export interface UploadKind<Line, Stored> {
  readonly kind: UploadKey["kind"];
  /** As it is written; what is wrong is reported with pointers into the line. */
  readonly read: (line: Line, problems: Problem[]) => Stored;
  /** Writes lines in one transaction, in their order. */
  readonly write: (transaction: Transaction<unknown>, lines: readonly Stored[]) => Promise<WrittenLines>;
}

export interface WrittenLines {
  /** What is there now that was not there before. */
  readonly added: number;
  /** Lines that could not be written after all, by their index, and why. */
  readonly refused: ReadonlyMap<number, readonly Problem[]>;
}

/** Takes in any number of lines, in memory that does not grow with them. */
export function createUploads<Line extends object, Stored>({ connection, projectId }: EngineContext, kind: UploadKind<Line, Stored>): Uploads<Line> {
  const keyOf = (name: string): UploadKey => ({ projectId, kind: kind.kind, name });
  return {
    async take(lines, { name = newId(), firstLine = 1, onBadLine = "skip" } = {}) {
      const key = keyOf(name);
      const stored = (await readStoredUpload(connection, key)) ?? nothingStored;
      if (firstLine > stored.lines + 1) throw new InvalidRequestError([tooFar(stored)]);
      const store = (batch: LineBatch) => storeBatch(connection, key, kind, batch);
      const intake = new PartIntake({ part: name, stored, firstLine, onBadLine, store });
      for await (const line of lines) await intake.take(readLine(line, kind));
      await intake.finish();
      return (await readUpload(connection, key))!;
    },
    list: (request) => readUploads(connection, keyOf(""), request),
    get: (name) => readUpload(connection, keyOf(name)),
    async refusedLines(name, request) {
      const isThere = (await readUpload(connection, keyOf(name))) !== undefined;
      return isThere ? readRefusedUploadLines(connection, keyOf(name), request) : undefined;
    },
  };
}

const nothingStored: StoredPart = { lines: 0, digest: emptyDigest, isComplete: false };

function tooFar({ lines }: StoredPart): Problem {
  return { pointer: "/firstLine", code: "too-far", detail: `the upload has ${lines} lines by now: go on with line ${lines + 1}` };
}

function readLine<Line extends object, Stored>(line: Line | BadLine, kind: UploadKind<Line, Stored>): ReadLine {
  if ("problems" in line) return badLine(line.problems as BadLine["problems"]);
  const problems: Problem[] = [];
  const stored = kind.read(line, problems);
  return problems.length > 0 ? badLine(problems) : { text: JSON.stringify(stored), problems: undefined };
}

/** All of a batch or nothing of it, and only onto what it was read after. */
function storeBatch<Line, Stored>(
  connection: EngineContext["connection"],
  key: UploadKey,
  { write }: UploadKind<Line, Stored>,
  { after, recipients, lines, refused, digest, isLast }: LineBatch,
): Promise<void> {
  return retryOnConflict(() =>
    connection.transaction().execute(async (transaction) => {
      const stored = (await readStoredUpload(transaction, key)) ?? nothingStored;
      if (stored.isComplete || stored.lines !== after.lines || stored.digest !== after.digest) {
        throw new PartError("part-in-use", "another request is adding these lines: ask how far it is, or send the same again in a moment");
      }
      const written = await write(transaction, recipients.map((text) => JSON.parse(text) as Stored));
      const late = [...written.refused].map(([index, problems]) => ({ line: lines[index]!, problems }));
      await advanceUpload(transaction, key, {
        taken: recipients.length - late.length,
        added: written.added,
        refused: [...refused, ...late],
        digest,
        isLast,
      });
    }),
  );
}
