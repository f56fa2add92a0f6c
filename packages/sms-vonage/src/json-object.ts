export type UnknownObject = Readonly<Record<string, unknown>>;

/** What a body says, where it is a JSON object. */
export function parseObject(text: string): UnknownObject | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function asObject(value: unknown): UnknownObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as UnknownObject) : undefined;
}
