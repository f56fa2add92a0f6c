import { expect, it } from "vitest";
import { writeCsv } from "./write-csv.ts";

it("writes a table as RFC 4180 has it", () => {
  expect(writeCsv(["a", "b"], [[1, null], ['say "hi"', "two\nlines"], ["one,two", "届け"]])).toBe('a,b\r\n1,\r\n"say ""hi""","two\nlines"\r\n"one,two",届け\r\n');
});

it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])("shows %j as it is, and never as a formula", (text) => {
  expect(writeCsv(["a"], [[text]]).replaceAll('"', "")).toBe(`a\r\n'${text}\r\n`);
});

it("leaves numbers below zero, and texts with such characters inside, alone", () => {
  expect(writeCsv(["a", "b"], [[-1, "a=b+c"]])).toBe("a,b\r\n-1,a=b+c\r\n");
});
