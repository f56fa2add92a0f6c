import type { Problem, Purpose, Recipient } from "@todoke/core";
import { InvalidRequestError } from "@todoke/core";
import { parseByAny, type Accounts } from "./accounts.ts";
import type { AudiencePush } from "./audiences/audience-view.ts";
import { canonicalAddresses } from "./canonical-addresses.ts";
import { later } from "./decide.ts";
import { prepareContent } from "./content/prepared-content.ts";
import type { FrozenAudience } from "./content/prepared-message.ts";
import { checkReplyStep, recipientsOfReply, type ReplyTarget } from "./inbound/reply-target.ts";
import type { MessageRequest, PlanRequest } from "./message-request.ts";
import { parseAudience, planForAudience } from "./plan/audience-plan.ts";
import { describePlan } from "./plan/describe-plan.ts";
import { resolvePlan, type ResolvedPlan } from "./plan/resolve-plan.ts";
import { isStoredList, readStoredList } from "./plan/stored-list.ts";
import { checkDoors, type VerifiedDoors } from "./plan/unheard-steps.ts";
import type { PlanView } from "./plan-view.ts";
import { checkUnit } from "./statistics/check-unit.ts";
import type { NewDelivery } from "./store/insert-message.ts";
import { readTiming, type Timing } from "./timing.ts";
import { checkOpening, checkWindow } from "./windows/check-window.ts";

/** A request that means something: every default chosen, every address in canonical form. */
export interface Submission {
  readonly request: MessageRequest;
  readonly purpose: Purpose;
  readonly resolved: ResolvedPlan;
  readonly planView: PlanView;
  readonly deliveries: readonly NewDelivery[];
  /** A list that is kept here, by its id, in place of `deliveries`. */
  readonly listId: string | undefined;
  readonly audience: FrozenAudience | undefined;
  readonly reply: ReplyTarget | undefined;
  readonly timing: Timing;
}

/** Checks all that can be checked before anything is written, and says everything that is wrong at once. */
export function readSubmission(
  request: MessageRequest,
  accounts: Accounts,
  defaultPlan: PlanRequest | undefined,
  doors: VerifiedDoors,
  now: Date,
  reply?: ReplyTarget,
  pushes: readonly AudiencePush[] = [],
): Submission {
  const problems: Problem[] = [];
  const untimely: Problem[] = [];
  const timing = readTiming(request, now, untimely);
  const { longestValidityMs } = timing;
  const purpose = request.purpose ?? "notice";
  const { validityPeriod } = request;
  const listId = isStoredList(request.audience) ? readStoredList(request.audience, problems) : undefined;
  const requested = isStoredList(request.audience) ? undefined : request.audience;
  const to = reply === undefined ? request.to : recipientsOfReply(reply, request.to, accounts, problems);
  const plan = requested === undefined ? request.plan : planForAudience(requested, request, accounts, problems);
  const inputs = { purpose, accounts, ...(plan && { plan }), ...(reply && { reply }), ...(validityPeriod !== undefined && { validityPeriod }), ...(longestValidityMs !== undefined && { longestValidityMs }) };
  const resolved = problems.length > 0 ? undefined : resolvePlan({ ...inputs, ...(defaultPlan && { defaultPlan }) }, problems);
  if (resolved !== undefined) checkContents(request, resolved, purpose, problems);
  if (reply !== undefined && resolved !== undefined) checkReplyStep(reply, resolved, problems);
  if (resolved !== undefined) checkUnit(request, resolved, problems);
  const doorNotes = resolved === undefined ? [] : checkDoors(resolved, accounts, doors, problems);
  const audience = requested && resolved && parseAudience(requested, resolved, pushes, problems);
  if (request.deliveryTimeWindow !== undefined) {
    const timeZones = listId === undefined && requested === undefined ? (to ?? []).map(({ timeZone }) => timeZone) : [];
    checkWindow(request.deliveryTimeWindow, { isProviderAudience: requested !== undefined, timeZones }, problems);
  }
  if (resolved !== undefined) checkOpening(request.deliveryTimeWindow, timing.releaseAt, later(timing.releaseAt, resolved.validityPeriodMs), untimely);
  const deliveries = requested === undefined ? readRecipients(to ?? [], accounts, resolved, problems) : [oneForAll];
  problems.push(...untimely);
  if (resolved === undefined || problems.length > 0) throw new InvalidRequestError(problems);
  const described = describePlan(resolved, request.content, purpose);
  const planView = { ...described, notes: [...described.notes, ...doorNotes] };
  return { request, purpose, resolved, planView, deliveries, listId, audience, reply, timing };
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
  const carriers = resolved.plan.steps.flatMap((step, index) =>
    resolved.allRoutes[index]!.map(({ adapter }) => ({ step, index, adapter })));
  carriers.forEach(({ step, index, adapter }) => {
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
  accounts: Accounts,
  resolved: ResolvedPlan | undefined,
  problems: Problem[],
): readonly NewDelivery[] {
  const seen = new Set<string>();
  return to.map((recipient, number) => {
    const addresses = canonicalAddresses(recipient.addresses, accounts, `/to/${number}/addresses`, problems);
    checkReadable(addresses, accounts, resolved, `/to/${number}/addresses`, problems);
    const duplicateKinds: string[] = [];
    for (const [kind, address] of Object.entries(addresses)) {
      const key = `${kind} ${address}`;
      if (seen.has(key)) duplicateKinds.push(kind);
      seen.add(key);
    }
    const { reference, variables, locale, timeZone } = recipient;
    return { number, reference, addresses, duplicateKinds, variables, locale, timeZone };
  });
}

/** An address that some channel takes, but none of the plan's, is refused like one that is none. */
function checkReadable(
  addresses: Readonly<Record<string, string>>,
  { addressRules }: Accounts,
  resolved: ResolvedPlan | undefined,
  pointer: string,
  problems: Problem[],
): void {
  for (const [kind, address] of Object.entries(addresses)) {
    if ((addressRules.get(kind)?.adapters.length ?? 0) < 2) continue;
    const adapters = (resolved?.allRoutes ?? []).flat().map(({ adapter }) => adapter).filter((adapter) => adapter.address.kind === kind);
    const result = parseByAny(adapters)(address);
    if (!result.ok) problems.push({ pointer: `${pointer}/${kind}`, code: "malformed-address", detail: result.reason });
  }
}
