import { describe, expect, it } from "vitest";
import { countryOf, phoneAddress } from "./phone.ts";

describe("phoneAddress", () => {
  it.each([
    ["+819012345678", "+819012345678"],
    ["+81 90-1234-5678", "+819012345678"],
    ["+8109012345678", "+819012345678"],
    ["＋８１９０１２３４５６７８", "+819012345678"],
    [" +1 (415) 555.2671 ", "+14155552671"],
    ["+81312345678", "+81312345678"],
    ["+66812345678", "+66812345678"],
    ["+886912345678", "+886912345678"],
  ])("takes %s", (written, canonical) => {
    expect(phoneAddress.parse(written)).toEqual({ ok: true, address: canonical });
  });

  it.each([1, 2, 3, 4, 6, 7, 8, 9])("takes Twilio's magic number ending in %i", (digit) => {
    const number = `+1500555000${digit}`;
    expect(phoneAddress.parse(number)).toEqual({ ok: true, address: number });
  });

  it.each([
    "",
    "09012345678",
    "0081 90 1234 5678",
    "+81901234567",
    "whatsapp:+819012345678",
    "tel:+819012345678",
    "+819012345678 ext. 5",
    "+1-800-FLOWERS",
    "+",
    "+999999999999",
  ])("refuses %j with a reason that does not repeat it", (written) => {
    const result = phoneAddress.parse(written);
    expect(result).toMatchObject({ ok: false });
    if (!result.ok && written.length > 1) expect(result.reason).not.toContain(written);
  });

  it("gives back a canonical number unchanged", () => {
    const once = phoneAddress.parse("+81 90 1234 5678");
    expect(once.ok && phoneAddress.parse(once.address)).toEqual(once);
  });
});

describe("countryOf", () => {
  it("names the country of a number", () => {
    expect(countryOf("+819012345678")).toBe("JP");
    expect(countryOf("+14155552671")).toBe("US");
  });

  it("names none where the prefix belongs to no country", () => {
    expect(countryOf("+882161234567")).toBeUndefined();
  });
});
