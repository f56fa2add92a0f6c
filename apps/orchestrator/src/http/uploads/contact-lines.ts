import type { BadLine, ContactChanges } from "@todoke/engine";
import { ContactDto } from "../dto/contacts-dto.ts";
import { bodyGate } from "../schema/gate.ts";
import { escapePointer } from "../schema/storable-text.ts";
import { readColumns, rowReader } from "./csv-header.ts";
import type { RowReader } from "./csv-lines.ts";
import { badLine, readThrough } from "./lines.ts";

const contactGate = bodyGate(ContactDto);

type ContactLine = ContactChanges | BadLine;

/** The contact that a line stands for, or what is wrong with it. */
export function readContactLine(value: unknown): ContactLine {
  return readThrough<ContactChanges>(contactGate, value);
}

/** By the type of a column; undefined for a cell that is none. */
const cellReaders = {
  text: (cell: string) => cell,
  number: (cell: string) => (Number.isFinite(Number(cell)) ? Number(cell) : undefined),
  boolean: (cell: string) => (cell === "true" || cell === "false" ? cell === "true" : undefined),
  list: (cell: string) => cell.split(";").map((entry) => entry.trim()),
} as const;

type CellType = keyof typeof cellReaders;

const properties: ReadonlyMap<string, CellType> = new Map([
  ["reference", "text"],
  ["kind", "text"],
  ["locale", "text"],
  ["timeZone", "text"],
  ["tester", "boolean"],
]);

type Column =
  | { readonly kind: "property" | "attribute" | "address"; readonly name: string; readonly type: CellType }
  | { readonly kind: "consent"; readonly channel: string; readonly purpose: string };

/** Reads rows of contacts under this header; throws `HttpProblem` where it is none. */
export function readContactHeader(header: readonly string[], addressKinds: readonly string[]): RowReader<ContactLine> {
  const names = [...addressKinds, ...properties.keys(), "attributes.…", "consents.channel.purpose"].join(", ");
  return rowReader(readColumns(header, { names, read: (name) => readColumn(name, addressKinds) }), readRow);
}

function readColumn(name: string, addressKinds: readonly string[]): Column | undefined {
  const type = properties.get(name);
  if (type !== undefined) return { kind: "property", name, type };
  if (addressKinds.includes(name)) return { kind: "address", name, type: "text" };
  const attribute = /^attributes\.(.+?)(?::(text|number|boolean|list))?$/.exec(name);
  if (attribute !== null) return { kind: "attribute", name: attribute[1]!, type: (attribute[2] ?? "text") as CellType };
  const [, channel, purpose] = /^consents\.([^.]+)\.([^.]+)$/.exec(name) ?? [];
  return channel === undefined || purpose === undefined ? undefined : { kind: "consent", channel, purpose };
}

function readRow(cells: readonly (readonly [Column, string])[]): ContactLine {
  const values: Record<"property" | "attribute" | "address", [string, unknown][]> = { property: [], attribute: [], address: [] };
  const consents: object[] = [];
  for (const [column, cell] of cells) {
    if (column.kind === "consent") {
      consents.push({ channel: column.channel, purpose: column.purpose, state: cell });
      continue;
    }
    const { kind, name, type } = column;
    const value = cellReaders[type](cell);
    if (value === undefined) return badLine(`${kind === "attribute" ? "/attributes" : ""}/${escapePointer(name)}`, "wrong-type", `must be a ${type}`);
    values[kind].push([name, value]);
  }
  return readContactLine({
    ...Object.fromEntries(values.property),
    ...(values.address.length > 0 && { addresses: Object.fromEntries(values.address) }),
    ...(values.attribute.length > 0 && { attributes: Object.fromEntries(values.attribute) }),
    ...(consents.length > 0 && { consents }),
  });
}
