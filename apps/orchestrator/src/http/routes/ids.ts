import { deliveryIdForm, messageIdForm } from "../id-forms.ts";
import { HttpProblem } from "../problem.ts";

/** A message's id out of a path; one of another form cannot exist. */
export function messageId(text: string): string {
  return messageIdForm.test(text) ? text : notFound("message");
}

/** A delivery's id out of a path; one of another form cannot exist. */
export function deliveryId(text: string): string {
  return deliveryIdForm.test(text) ? text : notFound("delivery");
}

/** What was found, or the answer that there is no such thing. */
export function found<Item>(item: Item | undefined, kind: string): Item {
  return item ?? notFound(kind);
}

function notFound(kind: string): never {
  throw new HttpProblem("not-found", `There is no ${kind} with this id.`);
}
