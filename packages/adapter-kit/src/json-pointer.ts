/**
 * Whether a JSON pointer (RFC 6901) leads to something in `value`, or to the place where a member of an object in it is
 * missing.
 */
export function pointsInto(value: unknown, pointer: string): boolean {
  if (pointer === "") return true;
  if (!pointer.startsWith("/")) return false;
  const path = pointer.slice(1).split("/");
  return path.every((segment, index) => {
    if (typeof value !== "object" || value === null) return false;
    const name = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    const isLast = index === path.length - 1;
    if (!Object.hasOwn(value, name)) return isLast && !Array.isArray(value);
    value = Reflect.get(value, name);
    return true;
  });
}
