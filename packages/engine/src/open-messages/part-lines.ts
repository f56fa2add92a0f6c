import { hash } from "node:crypto";
import type { JsonObject, Problem } from "@todoke/core";
import type { AddressReader } from "../recipient-addresses.ts";
import type { RecipientLine, RefusedLine } from "./open-messages-view.ts";
import { zoneProblem } from "../windows/check-window.ts";

/** A line as it is stored. */
export interface ReadLine {
  /** JSON: a row for the database, or what is wrong. The same for equal lines. */
  readonly text: string;
  /** Undefined for somebody who is taken. */
  readonly problems: readonly Problem[] | undefined;
}

/** How the lines of one message are read. */
export interface LineRules {
  readonly addresses: AddressReader;
  /** Everybody must have a time zone of their own. */
  readonly needsZones: boolean;
}

export function readLine(line: RecipientLine, { addresses: reader, needsZones }: LineRules): ReadLine {
  if ("problems" in line) return badLine(line.problems);
  const problems: Problem[] = [];
  const { reference, variables, locale, timeZone } = line;
  const addresses = reader.read(line.addresses, "/addresses", problems);
  if (needsZones && timeZone === undefined) problems.push(zoneProblem("/timeZone"));
  if (problems.length > 0) return badLine(problems);
  return { text: JSON.stringify({ reference, addresses, variables, locale, time_zone: timeZone } satisfies RecipientRow), problems: undefined };
}

/** As the database takes it. */
interface RecipientRow {
  readonly reference: string | undefined;
  readonly addresses: Readonly<Record<string, string>>;
  readonly variables: JsonObject | undefined;
  readonly locale: string | undefined;
  readonly time_zone: string | undefined;
}

/** A line that is left out. */
export function badLine(problems: readonly Problem[]): ReadLine {
  return { text: JSON.stringify(problems), problems };
}

/** Stands for all lines of a part up to one: `before` for those before it. */
export function digestAfter(before: string, { text }: ReadLine): string {
  return hash("sha256", before + text, "base64url");
}

/** Of a part without lines. */
export const emptyDigest = "";

/** Lines that are stored by one transaction. */
export interface LineBatch {
  /** How far the part must have come before. */
  readonly after: PartState;
  /** Rows as JSON, in order. */
  readonly recipients: readonly string[];
  /** The line that each of them stands in, from 1. */
  readonly lines: readonly number[];
  readonly refused: readonly Omit<RefusedLine, "part">[];
  /** Of the part with these lines. */
  readonly digest: string;
  /** The part ends here. */
  readonly isLast: boolean;
}

/** How far a part has come. */
export interface PartState {
  readonly lines: number;
  readonly digest: string;
}
