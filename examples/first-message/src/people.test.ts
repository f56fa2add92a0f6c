import { expect, test } from "vitest";
import { parsePeople, readPeople, toRecipient, toSimulatedPeople } from "./people.ts";
import { situations } from "./situations.ts";

const header = "reference,name,line,phone,situation\n";
const line = `U${"a1".padStart(32, "0")}`;
const people = readPeople(new URL("../people.csv", import.meta.url));

test("the file holds at least 240 people, and somebody in every situation", () => {
  expect(people.length).toBeGreaterThanOrEqual(240);
  expect(new Set(people.map(({ situation }) => situation))).toEqual(new Set(Object.keys(situations)));
  expect(new Set(people.map(({ reference }) => reference)).size).toBe(people.length);
});

test("the service learns the name and the addresses that there are, and nothing of the situation", () => {
  const [friend, caller] = parsePeople(`${header}c-1,葵,${line},,friend\nc-2,誠,,+819012345678,phone-off\n`);

  expect(toRecipient(friend!)).toEqual({ reference: "c-1", addresses: { line }, variables: { name: "葵" } });
  expect(toRecipient(caller!)).toEqual({
    reference: "c-2",
    addresses: { phone: "+819012345678" },
    variables: { name: "誠" },
  });
});

test("the simulator learns what each person is like", () => {
  const rows = parsePeople(`${header}c-1,葵,${line},+819012345678,blocked\n`);

  expect(toSimulatedPeople(rows)).toEqual([
    { displayName: "葵", lineUserId: line, phone: "+819012345678", line: "blocked" },
  ]);
});

test("somebody who stands in the file twice is simulated once, as in the earlier row", () => {
  const rows = parsePeople(`${header}c-1,葵,${line},,blocked\nc-2,葵,${line},,same-as-earlier\n`);

  expect(toSimulatedPeople(rows)).toHaveLength(1);
});

test("everybody marked as the same as an earlier row has that row's addresses", () => {
  const addressesOf = ({ line: id, phone }: (typeof people)[number]) => `${id} ${phone}`;
  const repeated = people.filter(({ situation }) => situation === "same-as-earlier");
  const others = new Set(people.filter((person) => !repeated.includes(person)).map(addressesOf));

  expect(repeated.length).toBeGreaterThan(0);
  expect(repeated.filter((person) => !others.has(addressesOf(person)))).toEqual([]);
});

test.each([
  ["c-1,葵,,,friend", /row 1.*LINE id or a phone number/],
  [`c-1,葵,${line},,happy`, /row 1.*"happy" is no situation/],
  [`,葵,${line},,friend`, /row 1.*reference and name/],
])("a row that makes no sense is named", (row, reason) => {
  expect(() => parsePeople(`${header}${row}\n`)).toThrow(reason);
});
