import { projectIdForm } from "@todoke/engine";
import { apiKeyIdForm, contactIdForm, deliveryIdForm, erasureIdForm, eventIdForm, importIdForm, messageIdForm, subscriptionNameForm, suppressionIdForm, triggerIdForm, uploadNameForm, webhookEndpointIdForm } from "../id-forms.ts";
import { HttpProblem } from "../problem.ts";

/** A message's id out of a path; one of another form cannot exist. */
export function messageId(text: string): string {
  return messageIdForm.test(text) ? text : notFound("message");
}

/** A delivery's id out of a path; one of another form cannot exist. */
export function deliveryId(text: string): string {
  return deliveryIdForm.test(text) ? text : notFound("delivery");
}

/** An inbound event's id out of a path; one of another form cannot exist. */
export function eventId(text: string): string {
  return eventIdForm.test(text) ? text : notFound("event");
}

/** A contact's id out of a path; one of another form cannot exist. */
export function contactId(text: string): string {
  return contactIdForm.test(text) ? text : notFound("contact");
}

/** An erasure's id out of a path; one of another form cannot exist. */
export function erasureId(text: string): string {
  return erasureIdForm.test(text) ? text : notFound("erasure");
}

/** A suppression's id out of a path; one of another form cannot exist. */
export function suppressionId(text: string): string {
  return suppressionIdForm.test(text) ? text : notFound("suppression");
}

/** A trigger's id out of a path; one of another form cannot exist. */
export function triggerId(text: string): string {
  return triggerIdForm.test(text) ? text : notFound("trigger");
}

/** An API key's id out of a path; one of another form cannot exist. */
export function apiKeyId(text: string): string {
  return apiKeyIdForm.test(text) ? text : notFound("key");
}

/** A project's id out of a path; one of another form cannot exist. */
export function projectId(text: string): string {
  return projectIdForm.test(text) ? text : notFound("project");
}

/** An import's id out of a path; one of another form cannot exist. */
export function importId(text: string): string {
  return importIdForm.test(text) ? text : notFound("import");
}

/** A subscription's name out of a path; one of another form cannot exist. */
export function subscriptionName(text: string): string {
  return subscriptionNameForm.test(text) ? text : notFound("subscription");
}

/** The id of an endpoint of webhooks out of a path; one of another form cannot exist. */
export function webhookEndpointId(text: string): string {
  return webhookEndpointIdForm.test(text) ? text : notFound("endpoint");
}

/** The name of an import by the line, out of a path; one of another form cannot exist. */
export function uploadName(text: string): string {
  return uploadNameForm.test(text) ? text : notFound("import");
}

/** Something was there to be done away with, or the answer that there is no such thing. */
export function done(wasThere: boolean, kind: string): void {
  if (!wasThere) notFound(kind);
}

/** What was found, or the answer that there is no such thing. */
export function found<Item>(item: Item | undefined, kind: string): Item {
  return item ?? notFound(kind);
}

/** The answer that there is no such thing. */
export function notFound(kind: string): never {
  throw new HttpProblem("not-found", `There is no ${kind} with this id.`);
}
