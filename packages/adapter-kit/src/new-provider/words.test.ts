import { expect, test } from "vitest";
import { formsOf, rename } from "./words.ts";

test("a name has a form for packages, variables, types, environment variables and people", () => {
  expect(formsOf("grey-quetzal")).toEqual(["grey-quetzal", "greyQuetzal", "GreyQuetzal", "GREY_QUETZAL", "Grey Quetzal"]);
  expect(formsOf("pigeon2-go")).toEqual(["pigeon2-go", "pigeon2Go", "Pigeon2Go", "PIGEON2_GO", "Pigeon2 Go"]);
});

test("renaming keeps each form, and leaves everything else as it is", () => {
  const text = "createGreyQuetzal(greyQuetzal, 'grey-quetzal', GREY_QUETZAL) // Grey Quetzal, quetzal";
  expect(rename(text, "grey-quetzal", "pigeon")).toBe("createPigeon(pigeon, 'pigeon', PIGEON) // Pigeon, quetzal");
});
