/** The middle one of the numbers, or the mean of the middle two. Undefined when there are none. */
export function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

/** The median of those that are known. */
export function medianOfKnown(numbers: readonly (number | undefined)[]): number | undefined {
  return median(numbers.filter((number) => number !== undefined));
}
