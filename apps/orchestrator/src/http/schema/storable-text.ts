import type { Problem } from "@todoke/core";

/** Deeper values are refused: nothing that providers take is nested further. */
export const maximumDepth = 64;

/** NUL and lone surrogates: neither the database nor any provider can carry them. */
const unstorable = /[\0\p{Surrogate}]/u;

/** The first thing in a JSON value that could not be stored as it was written. */
export function unstorableText(value: unknown): Problem | undefined {
  const found = search(value, 0);
  return found && { pointer: found.path.reverse().map((name) => `/${escapePointer(name)}`).join(""), ...found.problem };
}

/** One name in a JSON pointer (RFC 6901). */
export function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

interface Found {
  /** Innermost name first. */
  readonly path: string[];
  readonly problem: Omit<Problem, "pointer">;
}

function search(value: unknown, depth: number): Found | undefined {
  if (typeof value === "string") return unstorable.test(value) ? { path: [], problem: badText } : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  if (depth === maximumDepth) return { path: [], problem: tooDeep };
  for (const name in value) {
    if (unstorable.test(name)) return { path: [], problem: badName };
    const found = search(Reflect.get(value, name), depth + 1);
    if (found !== undefined) {
      found.path.push(name);
      return found;
    }
  }
  return undefined;
}

const badText = {
  code: "unstorable-text",
  detail: "holds NUL or half a surrogate pair, which no provider can carry",
};

const badName = {
  code: "unstorable-text",
  detail: "a name in this object holds NUL or half a surrogate pair",
};

const tooDeep = { code: "too-deep", detail: `values may be nested ${maximumDepth} levels deep` };
