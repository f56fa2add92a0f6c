import { audienceLimits, refuseTooMany, refuseWrongId } from "./audience-limits.ts";

const linesPerPart = 10_000;

/** One id on a line, as LINE reads it; the ids are taken one by one, so that a million of them need no list. */
export async function toAudienceFile(
  ids: Iterable<string> | AsyncIterable<string>,
  isIfaAudience: boolean | undefined,
): Promise<Blob> {
  const parts: string[] = [];
  let lines: string[] = [];
  let count = 0;
  for await (const id of ids) {
    refuseWrongId(id, count, isIfaAudience);
    count += 1;
    refuseTooMany(count, audienceLimits.maxIdsPerFile);
    lines.push(id);
    if (lines.length < linesPerPart) continue;
    parts.push(`${lines.join("\n")}\n`);
    lines = [];
  }
  return new Blob([...parts, lines.join("\n")], { type: "text/plain" });
}
