import type { RecipientLine } from "@todoke/engine";
import { readColumns, rowReader, wrongHeader } from "./csv-header.ts";
import type { RowReader } from "./csv-lines.ts";
import { readRecipient } from "./recipient-line.ts";

type Column =
  | { readonly kind: "property"; readonly name: "reference" | "locale" | "timeZone" }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "address"; readonly name: string };

/** Reads rows of recipients under this header; throws `HttpProblem` where it is none. */
export function readRecipientHeader(header: readonly string[], addressKinds: readonly string[]): RowReader<RecipientLine> {
  const names = [...addressKinds, "reference", "locale", "timeZone", "variables.…"].join(", ");
  const columns = readColumns(header, { names, read: (name) => readColumn(name, addressKinds) });
  if (!columns.some(({ kind }) => kind === "address")) throw wrongHeader("missing-column", `needs a column of addresses: ${addressKinds.join(" or ")}`);
  return rowReader(columns, readRow);
}

function readColumn(name: string, addressKinds: readonly string[]): Column | undefined {
  if (name === "reference" || name === "locale" || name === "timeZone") return { kind: "property", name };
  if (/^variables\.[^.]+$/.test(name)) return { kind: "variable", name: name.slice("variables.".length) };
  return addressKinds.includes(name) ? { kind: "address", name } : undefined;
}

function readRow(cells: readonly (readonly [Column, string])[]): RecipientLine {
  const of = (wanted: Column["kind"]) => Object.fromEntries(cells.flatMap(([{ kind, name }, cell]) => (kind === wanted ? [[name, cell]] : [])));
  const variables = of("variable");
  return readRecipient({ ...of("property"), addresses: of("address"), ...(Object.keys(variables).length > 0 && { variables }) });
}
