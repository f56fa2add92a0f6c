import type { Consent, InboundAct } from "@todoke/core";

/** What a word asks for when it is the whole message. */
export type Keyword = "STOP" | "START" | "HELP";

/** Words beside the usual English ones: networks know those alone, and people write in their own language. */
export interface KeywordSettings {
  readonly stop?: readonly string[];
  readonly start?: readonly string[];
}

/**
 * The English words that carriers and providers of SMS act on (CTIA Messaging Principles; Twilio's list of opt-out
 * keywords). `YES` is not among them: it answers questions too.
 */
const usualWords: Readonly<Record<Keyword, readonly string[]>> = {
  STOP: ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"],
  START: ["START", "UNSTOP"],
  HELP: ["HELP", "INFO"],
};

/**
 * Makes a reader of keywords. A word counts when it is the whole message, in any case and width, with or without a full
 * stop behind it: somebody who writes "please stop by" asks for nothing.
 */
export function createKeywordReader({ stop = [], start = [] }: KeywordSettings = {}): (text: string) => Keyword | undefined {
  const words = new Map<string, Keyword>();
  for (const keyword of ["STOP", "START", "HELP"] as const) {
    for (const word of usualWords[keyword]) words.set(normal(word), keyword);
  }
  for (const word of start) words.set(normal(word), "START");
  for (const word of stop) words.set(normal(word), "STOP");
  return (text) => words.get(normal(text));
}

/** What a keyword says about further messages; nothing for `HELP`. */
export function consentOf(keyword: Keyword | undefined): { readonly consent?: Consent } {
  if (keyword === "STOP") return { consent: "opt-out" };
  return keyword === "START" ? { consent: "opt-in" } : {};
}

function normal(text: string): string {
  return text.normalize("NFKC").trim().replace(/[.!。]$/, "").trimEnd().toUpperCase();
}

/** What somebody did who wrote this. */
export function actOf(text: string | undefined): { readonly act?: InboundAct } {
  return text === undefined ? {} : { act: { type: "text", text } };
}
