import { ConfigurationError } from "@todoke/core";
import { namesIn } from "../templates/template.ts";

const loopback = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/** The operator names the host, and nothing that comes with a message can change it. */
export function checkUrl(url: string, allowPlainHttp: boolean, place: string): void {
  const complaint = complaintOf(url, allowPlainHttp);
  if (complaint !== undefined) throw new ConfigurationError(place, complaint);
}

function complaintOf(url: string, allowPlainHttp: boolean): string | undefined {
  if (/^https?:\/\/[^/?#]*\{\{/i.test(url)) return "must not have placeholders before its path";
  if (!/^https?:\/\/[^/?#]+/i.test(url) || !URL.canParse(url)) return "must be a URL that begins with https://";
  const { protocol, hostname, username, password, hash } = new URL(url);
  if (username !== "" || password !== "") return "must not hold credentials: use basicAuth";
  if (hash !== "") return "must have no fragment";
  if (namesIn(url.slice(url.indexOf("?") + 1 || url.length)).length > 0) return "has placeholders in its query: use query";
  if (protocol === "http:" && !allowPlainHttp && !loopback.test(hostname)) {
    return "would send credentials and texts readably: use https://, or set allowPlainHttp";
  }
  return undefined;
}
