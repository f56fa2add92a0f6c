import type { Problem } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { readFilter } from "./read-filter.ts";

function problemsOf(value: unknown): string[] {
  const problems: Problem[] = [];
  const filter = readFilter(value, "/filter", problems);
  expect(filter === undefined).toBe(problems.length > 0);
  return problems.map(({ pointer, code }) => `${pointer} ${code}`);
}

const nested = (depth: number): unknown => (depth === 0 ? { locale: "ja" } : { not: nested(depth - 1) });

describe("a filter", () => {
  it.each<[string, unknown, string[]]>([
    ["nothing", undefined, ["/filter unknown-filter"]],
    ["a part of two", { locale: "ja", timeZone: "Asia/Tokyo" }, ["/filter unknown-filter"]],
    ["a name that objects have", { constructor: 1 }, ["/filter unknown-filter"]],
    ["an empty list", { and: [] }, ["/filter/and wrong-type"]],
    ["several wrong parts", { or: [{ locale: 7 }, { timeZone: "+09:00" }, { hasAddress: "" }] }, ["/filter/or/0/locale wrong-type", "/filter/or/1/timeZone malformed", "/filter/or/2/hasAddress wrong-type"]],
    ["an attribute without a comparison", { attribute: { name: "city" } }, ["/filter/attribute unknown-filter"]],
    ["two comparisons", { attribute: { name: "city", is: "a", isNot: "b" } }, ["/filter/attribute unknown-filter"]],
    ["a comparison that objects have", { attribute: { name: "city", toString: "a" } }, ["/filter/attribute unknown-filter"]],
    ["no name, and a value of the wrong type", { attribute: { is: {} } }, ["/filter/attribute/name wrong-type"]],
    ["a value of the wrong type", { attribute: { name: "city", in: ["a", null] } }, ["/filter/attribute/in/1 wrong-type"]],
    ["an order of booleans", { attribute: { name: "vip", greaterThan: true } }, ["/filter/attribute/greaterThan wrong-type"]],
    ["NUL in a name and in a value", { or: [{ attribute: { name: "a\0", exists: true } }, { attribute: { name: "a", is: "\0" } }] }, ["/filter/or/0/attribute/name wrong-type", "/filter/or/1/attribute/is wrong-type"]],
    ["a consent to codes", { consent: { channel: "sms", purpose: "otp", state: "granted" } }, ["/filter/consent/purpose not-one-of"]],
    ["a list that is none", { inList: "aud_1" }, ["/filter/inList unknown-audience"]],
    ["more than eight levels", nested(8), [`/filter${"/not".repeat(8)} too-deep`]],
    ["more than a hundred parts", { or: Array.from({ length: 100 }, () => ({ locale: "ja" })) }, ["/filter/or/99 too-many-parts"]],
  ])("of %s is refused by pointer", (_what, value, expected) => {
    expect(problemsOf(value)).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ["eight levels", nested(7)],
    ["ninety-nine parts in one", { or: Array.from({ length: 99 }, () => ({ locale: "ja" })) }],
    ["every comparison", { and: [{ is: 1 }, { isNot: "a" }, { in: [true] }, { exists: false }, { greaterThan: "a" }, { lessThan: 2 }].map((test) => ({ attribute: { name: "a", ...test } })) }],
  ])("of %s is taken", (_what, value) => {
    expect(readFilter(value, "", [])).toEqual(value);
  });
});
