import { describe, expect, it } from "vitest";
import { readOptions } from "./options.ts";
import { partNames } from "./part-name.ts";

describe("the command line", () => {
  it("by default asks for the figures of the goals", () => {
    expect(readOptions([])).toMatchObject({
      parts: partNames, personalised: 20_000, identical: 100_000, scale: [1_000, 10_000, 100_000], concurrency: 64, rounds: 2, only: [],
    });
  });

  it("can ask for a quick look, in which what is given by name still holds", () => {
    expect(readOptions(["--quick", "--rounds", "5"])).toMatchObject({ parts: partNames, personalised: 1_000, rounds: 5, warmUp: 100 });
  });

  it("chooses parts, which keep their order", () => {
    expect(readOptions(["--part", "switch", "--part", "identical"])).toMatchObject({ parts: ["identical", "switch"] });
  });

  it("can ask for a million people", () => {
    expect(readOptions(["--million"])).toMatchObject({ personalised: 20_000, identical: 1_000_000, scale: [1_000, 10_000, 100_000, 1_000_000] });
  });

  it("can name the sizes of a message", () => {
    expect(readOptions(["--scale", "10", "--scale", "100"])).toMatchObject({ scale: [10, 100] });
  });

  it("can ask for help only", () => expect(readOptions(["--help"])).toBeUndefined());

  it.each([
    [["--personalised", "0"], "--personalised must be a whole number, at least 1"],
    [["--rounds", "two"], "--rounds must be a whole number"],
    [["--accept", "-1"], "--accept"],
    [["--part", "speed"], "--part speed is none of personalised, identical"],
    [["--fast"], "--fast"],
  ])("refuses %j", (commandLine, reason) => {
    expect(() => readOptions(commandLine)).toThrow(reason);
  });
});
