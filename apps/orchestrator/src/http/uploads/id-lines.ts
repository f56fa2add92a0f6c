import { InvalidRequestError } from "@todoke/core";
import type { LineLimit } from "./lines-of.ts";

/** No id of any provider is as long. */
const longest = 512;

/** Lines that hold an id each. */
export const idLines: LineLimit = {
  longest,
  tooLong(number) {
    const detail = `no id is longer than ${longest} characters: put one on each line`;
    return new InvalidRequestError([{ pointer: `/ids/${number}`, code: "wrong-format", detail }]);
  },
};
