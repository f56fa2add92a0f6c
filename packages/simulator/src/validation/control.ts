import { number, object, required, text } from "./check.ts";

const clockCheck = object({ advanceMs: required(number(0)) });
const writingCheck = object({ text: required(text) });

export function assertClockChange(value: unknown): asserts value is { readonly advanceMs: number } {
  clockCheck(value, "");
}

export function assertWriting(value: unknown): asserts value is { readonly text: string } {
  writingCheck(value, "");
}
