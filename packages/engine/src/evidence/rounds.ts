/**
 * Sorts items into rounds: those of one round have no key in common, and each comes in a round after all earlier ones that
 * share a key with it.
 */
export function roundsOf<Item>(items: readonly Item[], keysOf: (item: Item) => readonly string[]): readonly (readonly Item[])[] {
  const rounds: Item[][] = [];
  const free = new Map<string, number>();
  for (const item of items) {
    const keys = keysOf(item);
    const round = keys.reduce((latest, key) => Math.max(latest, free.get(key) ?? 0), 0);
    (rounds[round] ??= []).push(item);
    for (const key of keys) free.set(key, round + 1);
  }
  return rounds;
}
