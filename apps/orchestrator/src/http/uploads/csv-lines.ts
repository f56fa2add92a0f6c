import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { brokenAt, longestLine } from "./lines.ts";

/** Makes a line of a row's cells. */
export type RowReader<Line> = (cells: readonly string[]) => Line;

/** One line in each row, under a header that names the columns; separated by commas, as RFC 4180 has it. */
export async function* csvLines<Line>(
  text: AsyncIterable<string>,
  readHeader: (header: readonly string[]) => RowReader<Line>,
): AsyncGenerator<Line, void, undefined> {
  const rows = parse({ bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, max_record_size: longestLine });
  // What goes wrong in the text is thrown where the rows are read.
  pipeline(Readable.from(text), rows, () => {});
  let read: RowReader<Line> | undefined;
  let line = 0;
  try {
    for await (const cells of rows as AsyncIterable<readonly string[]>) {
      if (read === undefined) {
        read = readHeader(cells);
        continue;
      }
      line += 1;
      yield read(cells);
    }
  } catch (error) {
    // The parser's own words quote the row.
    throw error instanceof CsvError ? brokenAt(line + 1, "not-csv", detailOf(error)) : error;
  }
}

function detailOf({ code }: CsvError): string {
  if (code === "CSV_MAX_RECORD_SIZE") return `a row holds at most ${longestLine} characters: is a closing quote missing?`;
  return "a quote stands where none can, or is never closed";
}
