/** Does `work` for 0 up to and without `count`, with at most `concurrency` of them under way. Ends at the first error. */
export async function runConcurrently(
  count: number,
  concurrency: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  async function lane(): Promise<void> {
    while (next < count) await work(next++);
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, lane));
}
