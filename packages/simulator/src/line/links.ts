import { isObject } from "../json.ts";

/** An address that can be opened from a message. */
export interface Link {
  /** The message's number, from 1. */
  readonly seq: number;
  readonly url: string;
}

const addressInText = /https?:\/\/[^\s<>"]+/g;

/** The links of messages: of their actions, and in what they say. */
export function linksOf(messages: unknown): readonly Link[] {
  if (!Array.isArray(messages)) return [];
  return messages.flatMap((message: unknown, index) => {
    const urls = new Set<string>();
    collect(message, urls);
    return [...urls].map((url) => ({ seq: index + 1, url }));
  });
}

function collect(value: unknown, urls: Set<string>): void {
  if (Array.isArray(value)) value.forEach((item) => collect(item, urls));
  if (!isObject(value)) return;
  const { type, text, uri, linkUri } = value;
  if (typeof text === "string") text.match(addressInText)?.forEach((url) => urls.add(url));
  const address = uri ?? linkUri;
  if (type === "uri" && typeof address === "string") urls.add(address);
  Object.values(value).forEach((item) => collect(item, urls));
}
