/** The query of an address, read without `new URL`, which throws at what it does not like. */
export function queryOf(url: string): URLSearchParams {
  const [address = ""] = url.split("#", 1);
  const start = address.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : address.slice(start));
}
