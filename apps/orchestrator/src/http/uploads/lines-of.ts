/** How long a line may be, in characters, and what is thrown at a longer one; lines are numbered from 0. */
export interface LineLimit {
  readonly longest: number;
  readonly tooLong: (number: number) => Error;
}

/** The lines of a text as it comes in, without those that are empty. */
export async function* linesOf(text: AsyncIterable<string>, { longest, tooLong }: LineLimit): AsyncGenerator<string, void, undefined> {
  let unfinished = "";
  let number = 0;
  for await (const piece of text) {
    const lines = (unfinished + piece).split("\n");
    unfinished = lines.pop() ?? "";
    for (const line of lines.map((each) => each.trim()).filter((each) => each !== "")) {
      if (line.length > longest) throw tooLong(number);
      yield line;
      number += 1;
    }
    if (unfinished.length > longest) throw tooLong(number);
  }
  const last = unfinished.trim();
  if (last !== "") yield last;
}
