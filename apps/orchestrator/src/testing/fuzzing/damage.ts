import fc from "fast-check";

/** What nobody sends who means well. */
const hostile: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  "\0",
  "\ud800",
  "a".repeat(70_000),
  "__proto__",
  [],
  {},
  [[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]],
  JSON.parse('{"__proto__": {"admin": true}}'),
  { constructor: { prototype: { admin: true } } },
];

/** A value with one place of it put out of order: replaced, left out or added. */
export function damaged(value: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(value);
  return fc
    .tuple(fc.constantFrom(...places), fc.constantFrom(...hostile), fc.constantFrom("replace", "remove", "add"))
    .map(([place, bad, how]) => withDamage(value, place, bad, how));
}

type Place = readonly (string | number)[];

function placesIn(value: unknown, at: Place = []): readonly Place[] {
  if (typeof value !== "object" || value === null) return [at];
  const steps = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [at, ...[...steps].flatMap((step) => placesIn((value as Record<string | number, unknown>)[step], [...at, step]))];
}

function withDamage(value: unknown, [step, ...rest]: Place, bad: unknown, how: string): unknown {
  if (step === undefined) return how === "add" && isRecord(value) ? withEntry(value, "unexpected", bad) : bad;
  if (Array.isArray(value)) return value.map((each, index) => (index === step ? withDamage(each, rest, bad, how) : (each as unknown)));
  if (!isRecord(value)) return bad;
  if (how === "remove" && rest.length === 0) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== step));
  return withEntry(value, String(step), withDamage(value[step], rest, bad, how));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `__proto__` too is a name like any other here. */
function withEntry(value: Record<string, unknown>, name: string, entry: unknown): object {
  return Object.fromEntries([...Object.entries(value), [name, entry]]);
}
