import type { Problem, Purpose, Recipient } from "@todoke/core";
import { InvalidRequestError } from "@todoke/core";
import type { Accounts } from "./accounts.ts";
import { prepareContent } from "./content/prepared-content.ts";
import type { FrozenAudience } from "./content/prepared-message.ts";
import type { MessageRequest, PlanRequest } from "./message-request.ts";
import { parseAudience, planForAudience } from "./plan/audience-plan.ts";
import { describePlan } from "./plan/describe-plan.ts";
import { resolvePlan, type ResolvedPlan } from "./plan/resolve-plan.ts";
import type { PlanView } from "./plan-view.ts";
import type { NewDelivery } from "./store/insert-message.ts";

/** A request that means something: every default chosen, every address in canonical form. */
export interface Submission {
  readonly request: MessageRequest;
  readonly purpose: Purpose;
  readonly resolved: ResolvedPlan;
  readonly planView: PlanView;
  readonly deliveries: readonly NewDelivery[];
  readonly audience: FrozenAudience | undefined;
}

/** Checks all that can be checked before anything is written, and says everything that is wrong at once. */
export function readSubmission(
  request: MessageRequest,
  accounts: Accounts,
  defaultPlan: PlanRequest | undefined,
): Submission {
  const problems: Problem[] = [];
  const purpose = request.purpose ?? "notice";
  const { to, audience: requested, validityPeriod } = request;
  const plan = requested === undefined ? request.plan : planForAudience(requested, request, accounts, problems);
  const inputs = { purpose, accounts, ...(plan && { plan }), ...(validityPeriod !== undefined && { validityPeriod }) };
  const resolved = problems.length > 0 ? undefined : resolvePlan({ ...inputs, ...(defaultPlan && { defaultPlan }) }, problems);
  if (resolved !== undefined) checkContents(request, resolved, purpose, problems);
  const audience = requested && resolved && parseAudience(requested, resolved, problems);
  const deliveries = requested === undefined ? readRecipients(to ?? [], accounts, problems) : [oneForAll];
  if (resolved === undefined || problems.length > 0) throw new InvalidRequestError(problems);
  const planView = describePlan(resolved, request.content, purpose);
  return { request, purpose, resolved, planView, deliveries, audience };
}

/** The delivery of a message to an audience. */
const oneForAll: NewDelivery = {
  number: 0,
  reference: undefined,
  addresses: {},
  duplicateKinds: [],
  variables: undefined,
  locale: undefined,
  timeZone: undefined,
};

/** Every step must be able to carry its content; a template is checked for its form, its values come with the people. */
function checkContents(request: MessageRequest, resolved: ResolvedPlan, purpose: Purpose, problems: Problem[]): void {
  const seen = new Set<string>();
  resolved.plan.steps.forEach((step, index) => {
    const { adapter } = resolved.routes[index]!;
    const content = step.content ?? request.content;
    const base = step.content === undefined ? "/content" : `/plan/steps/${index}/content`;
    const report = (pointer: string, code: string, detail: string) => {
      if (seen.has(`${pointer} ${code} ${detail}`)) return;
      seen.add(`${pointer} ${code} ${detail}`);
      problems.push({ pointer, code, detail });
    };
    if (content.template === true) {
      for (const problem of prepareContent(content, adapter, purpose).problems) {
        report(`${base}${problem.pointer}`, "invalid-template", problem.detail);
      }
      return;
    }
    const rendered = adapter.render(content, { purpose });
    if (rendered.ok) return;
    for (const problem of rendered.problems) {
      report(`${base}${problem.pointer}`, problem.code, `${step.channel}: ${problem.detail}`);
    }
  });
}

function readRecipients(
  to: readonly Recipient[],
  { addressRules }: Accounts,
  problems: Problem[],
): readonly NewDelivery[] {
  const seen = new Set<string>();
  return to.map((recipient, number) => {
    const addresses: Record<string, string> = {};
    const duplicateKinds: string[] = [];
    for (const [kind, given] of Object.entries(recipient.addresses)) {
      const result = addressRules.get(kind)?.parse(given) ?? { ok: true, address: given };
      if (!result.ok) {
        const pointer = `/to/${number}/addresses/${escapePointer(kind)}`;
        problems.push({ pointer, code: "malformed-address", detail: result.reason });
        continue;
      }
      addresses[kind] = result.address;
      const key = `${kind} ${result.address}`;
      if (seen.has(key)) duplicateKinds.push(kind);
      seen.add(key);
    }
    const { reference, variables, locale, timeZone } = recipient;
    return { number, reference, addresses, duplicateKinds, variables, locale, timeZone };
  });
}

/** RFC 6901. */
function escapePointer(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}
