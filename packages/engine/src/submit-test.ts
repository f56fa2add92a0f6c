import { InvalidRequestError, type JsonObject, type Recipient } from "@todoke/core";
import type { EngineContext } from "./engine-context.ts";
import { parseContactId } from "./ids.ts";
import type { MessageRequest, PlanRequest } from "./message-request.ts";
import type { MessageView } from "./message-view.ts";
import { readPersonAs, readTesters } from "./store/contacts/read-testers.ts";
import { submitWithoutKey } from "./submit.ts";
import type { SpanPlace } from "./tracing/tracer.ts";

/** A message that is to be tried out. */
export interface TestRequest extends Pick<MessageRequest, "purpose" | "content" | "template" | "plan"> {
  /** Whose attributes and language it is written with, `con_…`. At most one of this and `example` is given. */
  readonly contact?: string;
  /** What it is written with; absent: each tester's own. */
  readonly example?: { readonly variables?: JsonObject; readonly locale?: string };
  /** As of a message. */
  readonly parentSpan?: SpanPlace;
}

/** So many that a test stays one. */
const mostTesters = 20;

/** Sends to the project's testers at once, each written as for `contact` or `example`. Throws `InvalidRequestError`. */
export async function submitTest(
  context: EngineContext,
  { contact, example, ...request }: TestRequest,
  defaultPlan: PlanRequest | undefined,
): Promise<MessageView> {
  const testers = await readTesters(context.connection, context.projectId, mostTesters + 1);
  if (testers.length === 0) throw refusal("", "no-testers", "nobody is a tester: mark contacts of your own with `tester: true`");
  if (testers.length > mostTesters) throw refusal("", "too-many-testers", `more than ${mostTesters} contacts are testers`);
  const writtenAs = contact === undefined ? example : await personOf(context, contact);
  const to = testers.map((tester): Recipient => (writtenAs === undefined ? tester : writtenFor(tester, writtenAs)));
  return submitWithoutKey(context, { ...request, to, test: true }, defaultPlan);
}

type WrittenAs = NonNullable<TestRequest["example"]>;

/** Nothing of the tester's own stands in what somebody else would read. */
function writtenFor({ variables: _variables, locale: _locale, ...tester }: Recipient, { variables, locale }: WrittenAs): Recipient {
  return { ...tester, ...(variables && { variables }), ...(locale !== undefined && { locale }) };
}

async function personOf({ connection, projectId }: EngineContext, contact: string): Promise<WrittenAs> {
  const id = parseContactId(contact);
  const person = id === undefined ? undefined : await readPersonAs(connection, projectId, id);
  if (person === undefined) throw refusal("/contact", "unknown-contact", "there is no contact with this id");
  return person;
}

function refusal(pointer: string, code: string, detail: string): InvalidRequestError {
  return new InvalidRequestError([{ pointer, code, detail }]);
}
