import type { BadLine } from "@todoke/engine";
import { HttpProblem } from "../problem.ts";
import type { RowReader } from "./csv-lines.ts";
import { badLine } from "./lines.ts";

/** What the columns of one kind of upload can be. */
export interface Columns<Column> {
  /** The names there are, for whoever wrote another. */
  readonly names: string;
  /** What a name in the header stands for. */
  readonly read: (name: string) => Column | undefined;
}

/** The columns that a header names; throws `HttpProblem` where it is none. */
export function readColumns<Column>(header: readonly string[], { names, read }: Columns<Column>): readonly Column[] {
  const columns = header.map(read);
  const unknown = columns.indexOf(undefined);
  if (unknown >= 0) throw wrongHeader("unknown-column", `column ${unknown + 1} has none of the names ${names}: is the header missing?`);
  const twice = header.findIndex((name, index) => header.indexOf(name) < index);
  if (twice >= 0) throw wrongHeader("duplicate-column", `column ${twice + 1} has the name of an earlier one`);
  return columns.filter((column) => column !== undefined);
}

/** The names themselves are not repeated: where a header is missing they are somebody's address. */
export function wrongHeader(code: string, detail: string): HttpProblem {
  return new HttpProblem("invalid-request", "The first line must name the columns; nothing was written.", [{ pointer: "", code, detail }]);
}

/** Reads rows of as many cells as there are columns. */
export function rowReader<Column, Line>(
  columns: readonly Column[],
  read: (cells: readonly (readonly [Column, string])[]) => Line | BadLine,
): RowReader<Line | BadLine> {
  return (cells) => {
    if (cells.length !== columns.length) return badLine("", "wrong-cell-count", `has ${cells.length} cells, and the header ${columns.length}`);
    // An empty cell says nothing.
    return read(columns.flatMap((column, index) => (cells[index] === "" ? [] : [[column, cells[index]!] as const])));
  };
}
