import type { BadLine, SuppressionRequest } from "@todoke/engine";
import { NewSuppressionDto } from "../dto/suppressions-dto.ts";
import { bodyGate } from "../schema/gate.ts";
import { readColumns, rowReader } from "./csv-header.ts";
import type { RowReader } from "./csv-lines.ts";
import { readThrough } from "./lines.ts";

const suppressionGate = bodyGate(NewSuppressionDto);

/** The suppression that a line stands for, or what is wrong with it. */
export function readSuppressionLine(value: unknown): SuppressionRequest | BadLine {
  return readThrough<SuppressionRequest>(suppressionGate, value);
}

const columns = ["addressKind", "address", "channel", "purposes", "reason"] as const;

/** Reads rows of suppressions under this header; throws `HttpProblem` where it is none. */
export function readSuppressionHeader(header: readonly string[]): RowReader<SuppressionRequest | BadLine> {
  const known = readColumns(header, { names: columns.join(", "), read: (name) => columns.find((column) => column === name) });
  return rowReader(known, (cells) =>
    readSuppressionLine(Object.fromEntries(cells.map(([name, cell]) => [name, name === "purposes" ? cell.split(";").map((purpose) => purpose.trim()) : cell]))));
}
