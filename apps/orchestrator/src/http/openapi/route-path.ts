/** A path of the document as routes are named: `{id}` is `:id`, and a colon of its own is doubled. */
export function routePath(path: string): string {
  return path.replaceAll(":", "::").replaceAll(/\{(\w+)\}/g, ":$1");
}
