import type { DeliveryAnswer } from "./answers.ts";
import type { PersonRow } from "./people.ts";
import type { Place } from "./place.ts";
import type { Situation } from "./situations.ts";

const presented = '-H "authorization: Bearer $TODOKE_API_KEY"';

/** Whom the `curl` writes to: LINE carries one, SMS the second, and nothing reaches the third. */
const recipientsToTry: readonly Situation[] = ["friend", "blocked", "phone-off"];

/** What there is to try, now that the service runs. */
export function describeNextSteps(
  { baseUrl, apiKey }: Pick<Place, "baseUrl" | "apiKey">,
  people: readonly PersonRow[],
  deliveries: readonly DeliveryAnswer[],
): string {
  return [
    `Todoke goes on running. Its documentation: ${baseUrl}/docs`,
    "",
    "Whoever calls it presents a key. Give it to another terminal:",
    "",
    `  export TODOKE_API_KEY=${apiKey}`,
    "",
    "Send a message to three of the simulated people:",
    "",
    `  curl -s ${baseUrl}/v1/messages ${presented} -H 'content-type: application/json' -d '${requestToTry(people)}'`,
    "",
    ...timelineToTry(baseUrl, people, deliveries),
    "Ctrl+C stops everything.",
  ].join("\n");
}

function requestToTry(people: readonly PersonRow[]): string {
  const to = recipientsToTry.flatMap((situation) => {
    const person = people.find((row) => row.situation === situation && row.line !== "" && row.phone !== "");
    return person === undefined ? [] : [{ addresses: { line: person.line, phone: person.phone } }];
  });
  return JSON.stringify({ to, text: "Hello from Todoke" });
}

function timelineToTry(
  baseUrl: string,
  people: readonly PersonRow[],
  deliveries: readonly DeliveryAnswer[],
): readonly string[] {
  const late = people.find(({ situation }) => situation === "consents-late");
  const delivery = deliveries.find(({ reference }) => reference === late?.reference);
  if (late === undefined || delivery === undefined) return [];
  return [
    `See what happened to one person (${late.reference} agreed to notifications after the SMS had gone out):`,
    "",
    `  curl -s ${baseUrl}/v1/deliveries/${delivery.id} ${presented}`,
    "",
  ];
}
