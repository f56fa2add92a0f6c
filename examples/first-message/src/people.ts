import { readFileSync } from "node:fs";
import type { Person } from "@todoke/simulator";
import { parse } from "csv-parse/sync";
import { Failure } from "./failure.ts";
import { isSituation, situations, type Situation } from "./situations.ts";

/** One row of people.csv; an address that is empty is none. */
export interface PersonRow {
  readonly reference: string;
  readonly name: string;
  readonly line: string;
  readonly phone: string;
  /** What the person is like, for the simulator alone: the service is not told. */
  readonly situation: Situation;
}

/** A recipient as `POST /v1/messages` takes it. */
export interface Recipient {
  readonly reference: string;
  readonly addresses: { readonly line?: string; readonly phone?: string };
  readonly variables: { readonly name: string };
}

/** Throws `Failure` naming the first row that makes no sense. */
export function readPeople(path: string | URL): readonly PersonRow[] {
  return parsePeople(readFileSync(path, "utf8"));
}

export function parsePeople(csv: string): readonly PersonRow[] {
  const rows: readonly Record<string, string>[] = parse(csv, { columns: true, skip_empty_lines: true, trim: true });
  return rows.map((row, index) => {
    const { reference = "", name = "", line = "", phone = "", situation = "" } = row;
    const place = `people.csv, row ${index + 1}`;
    if (reference === "" || name === "") throw new Failure(`${place}: reference and name must be filled in.`);
    if (line === "" && phone === "") throw new Failure(`${place}: a LINE id or a phone number must be filled in.`);
    if (!isSituation(situation)) {
      throw new Failure(`${place}: "${situation}" is no situation. There are: ${Object.keys(situations).join(", ")}.`);
    }
    return { reference, name, line, phone, situation };
  });
}

/** What the service is told of a person: a name to greet by and addresses, nothing of their situation. */
export function toRecipient({ reference, name, line, phone }: PersonRow): Recipient {
  return {
    reference,
    addresses: { ...(line !== "" && { line }), ...(phone !== "" && { phone }) },
    variables: { name },
  };
}

/** The people whom the simulator plays. Somebody who stands in the file twice is one person. */
export function toSimulatedPeople(rows: readonly PersonRow[]): readonly Person[] {
  return rows
    .filter(({ situation }) => situation !== "same-as-earlier")
    .map(({ name, line, phone, situation }) => ({
      displayName: name,
      ...(line !== "" && { lineUserId: line }),
      ...(phone !== "" && { phone }),
      ...situations[situation],
    }));
}
