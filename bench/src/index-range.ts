/** The indexes `from` up to and without `from + count`. */
export interface IndexRange {
  readonly from: number;
  readonly count: number;
}

/** Splits a range into ranges of at most `size`, in order. */
export function splitRange({ from, count }: IndexRange, size: number): readonly IndexRange[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, part) => ({
    from: from + part * size,
    count: Math.min(size, count - part * size),
  }));
}
