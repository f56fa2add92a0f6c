import { describe, expect, it } from "vitest";
import { readOptions } from "./options.ts";

describe("the command line", () => {
  it("by default asks for the figures of the goals", () => {
    expect(readOptions([])).toMatchObject({ pushes: 20_000, concurrency: 64, rounds: 2, identical: false, only: [] });
  });

  it("can ask for a quick look, in which what is given by name still holds", () => {
    expect(readOptions(["--quick", "--rounds", "5"])).toMatchObject({ pushes: 2_000, rounds: 5, warmUp: 200 });
  });

  it("can leave the accept rate out", () => expect(readOptions(["--accept", "0"])).toMatchObject({ acceptRequests: 0 }));

  it("can ask for help only", () => expect(readOptions(["--help"])).toBeUndefined());

  it.each([
    [["--pushes", "0"], "--pushes must be a whole number, at least 1"],
    [["--rounds", "two"], "--rounds must be a whole number"],
    [["--accept", "-1"], "--accept"],
    [["--fast"], "--fast"],
  ])("refuses %j", (commandLine, reason) => {
    expect(() => readOptions(commandLine)).toThrow(reason);
  });
});
