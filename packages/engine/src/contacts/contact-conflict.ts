import { TodokeError } from "@todoke/core";

/** What was given of one person belongs to several contacts, or to one with another reference; nothing was written. */
export class ContactConflictError extends TodokeError {
  /** `con_…`. */
  readonly contactIds: readonly string[];
  /** Into the request: what leads to each of them. */
  readonly pointers: readonly string[];

  constructor(contactIds: readonly string[], pointers: readonly string[]) {
    super("contact-conflict", `this leads to ${contactIds.join(" and ")}, and must lead to one contact`);
    this.contactIds = contactIds;
    this.pointers = pointers;
  }

  static override is(value: unknown): value is ContactConflictError {
    return TodokeError.is(value) && value.code === "contact-conflict";
  }
}
