import { expect, test } from "vitest";
import { hashPhoneNumber, parsePhoneAddress as parseFor } from "./phone.ts";

const parsePhoneAddress = (address: string) => parseFor(address, ["JP", "TH", "TW"]);

test.each([
  ["+818000001234", "d41e0ad70dddfeb68f149ad6fc61574b9c5780ab7bcb2fba5517771ffbb2409c"],
  ["+66812345678", "7fc93a279e8accbc8e77df576f2f1806df2b9cbff068711f3de71108184e6bb2"],
  ["+886912345678", "1315ec4a63ba3d2b8f5db63688770e89a402ee623ef33e4c8c2f36e48f271be0"],
])("hashes %s as LINE does", (phone, hash) => {
  expect(hashPhoneNumber(phone)).toBe(hash);
});

test("the plus sign is part of what is hashed", () => {
  expect(hashPhoneNumber("818000001234")).toBe("a92eb896542bc47f3afb0ae44bc45547bd3cc3c93ed8cabb3b721d4cba00eb28");
});

test.each([
  ["+81 90-1234-5678", "+819012345678"],
  ["+66 81 234 5678", "+66812345678"],
  ["+886-912-345-678", "+886912345678"],
])("brings %s into its one canonical form", (written, canonical) => {
  expect(parsePhoneAddress(written)).toEqual({ ok: true, address: canonical });
});

test.each([
  ["090-1234-5678", /begins with \+/],
  ["", /begins with \+/],
  ["+8190", /could have issued/],
  ["+14155552671", /not of JP, TH, TW/],
])("refuses %j and says why without repeating it", (written, reason) => {
  const result = parsePhoneAddress(written);
  expect(result).toEqual({ ok: false, reason: expect.stringMatching(reason) });
});
