import { InvalidRequestError } from "@todoke/core";
import { audienceLimits, findIdProblem, findTooManyProblem } from "./audience-limits.ts";

/** Ids of which the first ones are known. */
export interface BegunIds {
  readonly first: readonly string[];
  /** What follows; undefined where `first` is all. */
  readonly rest: AsyncIterator<string> | Iterator<string> | undefined;
}

/** Takes at most `count` ids, and one more to know whether more follow. */
export async function beginIds(ids: Iterable<string> | AsyncIterable<string>, count: number): Promise<BegunIds> {
  const iterator = Symbol.asyncIterator in ids ? ids[Symbol.asyncIterator]() : ids[Symbol.iterator]();
  const first: string[] = [];
  while (first.length <= count) {
    const next = await iterator.next();
    if (next.done === true) return { first, rest: undefined };
    first.push(next.value);
  }
  return { first, rest: iterator };
}

/** All of them in order, each checked as it passes: throws `InvalidRequestError` that points at the wrong one. */
export async function* checkedIds({ first, rest }: BegunIds): AsyncGenerator<string, void, undefined> {
  let count = 0;
  const check = (id: string) => {
    const problem = findIdProblem(id, count, false) ?? findTooManyProblem(count + 1, audienceLimits.maxIdsPerFile);
    if (problem !== undefined) throw new InvalidRequestError([problem]);
    count += 1;
    return id;
  };
  for (const id of first) yield check(id);
  if (rest === undefined) return;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield check(next.value);
}
