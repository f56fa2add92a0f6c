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

/** The smallest number that this share of them does not exceed. Undefined when there are none. */
export function quantile(numbers: readonly number[], share: number): number | undefined {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
