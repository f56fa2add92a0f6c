import type { EngineContext } from "../engine-context.ts";
import { writeSuppressions, type NewSuppression } from "../store/suppressions/write-suppressions.ts";
import { createUploads } from "../uploads/create-uploads.ts";
import type { Uploads } from "../uploads/upload-view.ts";
import { readEntry } from "./read-entry.ts";
import type { SuppressionRequest } from "./suppression-view.ts";

/** Suppressions as lines. */
export function createSuppressionUploads(context: EngineContext): Uploads<SuppressionRequest> {
  const { accounts, clock, projectId } = context;
  return createUploads<SuppressionRequest, Omit<NewSuppression, "source" | "at">>(context, {
    kind: "suppressions",
    read: (line, problems) => readEntry(line, "", accounts, problems),
    async write(transaction, lines) {
      const at = clock.now();
      const { added } = await writeSuppressions(transaction, projectId, lines.map((line) => ({ ...line, source: "import", at })));
      return { added, refused: new Map() };
    },
  });
}
