import { describe, expect, it } from "vitest";
import type { ContactChanges } from "./contact-changes.ts";
import { ContactBook } from "./contact-book.ts";
import { newContactState, type ContactState } from "./contact-state.ts";

const at = new Date("2026-03-01T12:00:00Z");
const known: ContactState = {
  ...newContactState("known", "api"),
  reference: "c-1",
  attributes: { city: "Osaka", tags: ["new"] },
  addresses: [{ kind: "phone", address: "+81901", accountId: undefined, createdAt: at }],
};
const learnt: ContactState = {
  ...newContactState("learnt", "follow"),
  addresses: [{ kind: "line", address: "U1", accountId: "line", createdAt: at }],
};

describe("changes to contacts", () => {
  it.each<[string, ContactChanges, string]>([
    ["the reference", { reference: "c-1", locale: "ja" }, "known"],
    ["an address, which then has a name", { reference: "c-9", addresses: { line: "U1" } }, "learnt"],
    ["an address that comes with another", { addresses: { phone: "+81901", email: "a@example.org" } }, "known"],
  ])("find somebody by %s", (_by, changes, id) => {
    expect(new ContactBook([known, learnt]).put(changes, "api")).toEqual({ id, isNew: false });
  });

  it("make a contact of somebody who is not known, once", () => {
    const book = new ContactBook([known]);
    const first = book.put({ reference: "c-2", addresses: { phone: "+81902" } }, "api");
    expect(first).toMatchObject({ isNew: true });
    expect(book.put({ addresses: { phone: "+81902" }, timeZone: "Asia/Tokyo" }, "api")).toEqual({ ...first, isNew: false });
    expect(book.changed()).toMatchObject([{ reference: "c-2", timeZone: "Asia/Tokyo", source: "api" }]);
  });

  it("keep what they do not name, and take away what is null", () => {
    const book = new ContactBook([known]);
    book.put({ attributes: { city: null, age: 41 }, addresses: { phone: null, line: "U2" } }, "api", "known");
    expect(book.changed()).toMatchObject([{ reference: "c-1", attributes: { tags: ["new"], age: 41 }, addresses: [{ kind: "line", address: "U2" }] }]);
    expect(book.changed()[0]!.attributes).not.toHaveProperty("city");
  });

  it("that change nothing leave nothing to write", () => {
    const book = new ContactBook([known]);
    book.put({ reference: "c-1", attributes: { city: "Osaka" }, addresses: { phone: "+81901" } }, "api");
    expect(book.changed()).toEqual([]);
  });

  it("make one contact of a person whom a caller told of and one of whom a provider told an address only", () => {
    const book = new ContactBook([{ ...known, addresses: [...known.addresses, { ...learnt.addresses[0]!, address: "U0" }] }, learnt]);
    expect(book.put({ reference: "c-1", addresses: { line: "U1" } }, "api")).toEqual({ id: "known", isNew: false });
    expect(book.absorbed()).toEqual(["learnt"]);
    expect(book.changed()).toMatchObject([{ id: "known", addresses: [{ kind: "phone" }, { kind: "line", address: "U1", accountId: "line", createdAt: at }] }]);
  });

  it.each<[string, ContactState[], ContactChanges, string | undefined, string[]]>([
    ["two who both are somebody", [known, { ...learnt, locale: "ja" }], { reference: "c-1", addresses: { line: "U1" } }, undefined, ["known", "learnt"]],
    ["an address of somebody with another name", [known], { reference: "c-2", addresses: { phone: "+81901" } }, undefined, ["known"]],
    ["a name that another has", [known, learnt], { reference: "c-1" }, "learnt", ["learnt", "known"]],
  ])("are refused for %s, and change nothing", (_what, stored, changes, id, ids) => {
    const book = new ContactBook(stored);
    expect(book.put(changes, "api", id).conflict?.map((each) => each.id)).toEqual(ids);
    expect(book.changed()).toEqual([]);
    expect(book.absorbed()).toEqual([]);
  });

  it("leave a contact alone that has more than its address shows", () => {
    const book = new ContactBook([known, learnt], new Set(["learnt"]));
    expect(book.put({ reference: "c-1", addresses: { line: "U1" } }, "api").conflict).toHaveLength(2);
  });
});
