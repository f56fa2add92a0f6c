import type { RecipientLine } from "@todoke/engine";
import { HttpProblem } from "../problem.ts";
import { badLine, readRecipient } from "./recipient-line.ts";

/** Makes a recipient of a row's cells. */
export type RowReader = (cells: readonly string[]) => RecipientLine;

type Column =
  | { readonly kind: "property"; readonly name: "reference" | "locale" | "timeZone" }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "address"; readonly name: string };

/** Reads rows under this header; throws `HttpProblem` where it is none. An empty cell says nothing. */
export function readHeader(header: readonly string[], addressKinds: readonly string[]): RowReader {
  const columns = header.map((name) => readColumn(name, addressKinds));
  const unknown = columns.indexOf(undefined);
  if (unknown >= 0) throw wrongHeader("unknown-column", `column ${unknown + 1} has none of the names ${namesOf(addressKinds)}: is the header missing?`);
  const known = columns.filter((column) => column !== undefined);
  const twice = header.findIndex((name, index) => header.indexOf(name) < index);
  if (twice >= 0) throw wrongHeader("duplicate-column", `column ${twice + 1} has the name of an earlier one`);
  if (!known.some(({ kind }) => kind === "address")) throw wrongHeader("missing-column", `needs a column of addresses: ${addressKinds.join(" or ")}`);
  return (cells) => readRow(known, cells);
}

function readColumn(name: string, addressKinds: readonly string[]): Column | undefined {
  if (name === "reference" || name === "locale" || name === "timeZone") return { kind: "property", name };
  if (/^variables\.[^.]+$/.test(name)) return { kind: "variable", name: name.slice("variables.".length) };
  return addressKinds.includes(name) ? { kind: "address", name } : undefined;
}

function namesOf(addressKinds: readonly string[]): string {
  return [...addressKinds, "reference", "locale", "timeZone", "variables.…"].join(", ");
}

/** The names themselves are not repeated: where a header is missing they are somebody's address. */
function wrongHeader(code: string, detail: string): HttpProblem {
  return new HttpProblem("invalid-request", "The first line must name the columns; nothing was written.", [{ pointer: "", code, detail }]);
}

function readRow(columns: readonly Column[], cells: readonly string[]): RecipientLine {
  if (cells.length !== columns.length) {
    return badLine("", "wrong-cell-count", `has ${cells.length} cells, and the header ${columns.length}`);
  }
  const properties: Record<string, string> = {};
  const addresses: [string, string][] = [];
  const variables: [string, string][] = [];
  columns.forEach(({ kind, name }, index) => {
    const cell = cells[index]!;
    if (cell === "") return;
    if (kind === "property") properties[name] = cell;
    else (kind === "address" ? addresses : variables).push([name, cell]);
  });
  return readRecipient({
    ...properties,
    addresses: Object.fromEntries(addresses),
    ...(variables.length > 0 && { variables: Object.fromEntries(variables) }),
  });
}
