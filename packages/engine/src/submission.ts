import type { Adapter, Content, Problem, Purpose, Recipient, Step } from "@todoke/core";
import { InvalidRequestError } from "@todoke/core";
import type { Accounts } from "./accounts.ts";
import type { AudiencePush } from "./audiences/audience-view.ts";
import { checkOwnBudget } from "./budgets/check-own-budget.ts";
import { later } from "./decide.ts";
import { prepareContent } from "./content/prepared-content.ts";
import { checkTranslations, formsOf } from "./content/translations.ts";
import type { ContactFilter } from "./filters/contact-filter.ts";
import type { FoundFilter } from "./filters/filter-audience.ts";
import type { FrozenAudience } from "./content/prepared-message.ts";
import { checkReplyStep, recipientsOfReply, type ReplyTarget } from "./inbound/reply-target.ts";
import type { MessageRequest, PlanRequest } from "./message-request.ts";
import { parseAudience, planForAudience } from "./plan/audience-plan.ts";
import { describePlan } from "./plan/describe-plan.ts";
import { resolvePlan, type ResolvedPlan } from "./plan/resolve-plan.ts";
import { isStoredList, readStoredList } from "./plan/stored-list.ts";
import { checkDoors } from "./plan/unheard-steps.ts";
import type { PlanView } from "./plan-view.ts";
import { createAddressReader } from "./recipient-addresses.ts";
import { checkUnit } from "./statistics/check-unit.ts";
import { never } from "./speed/as-released.ts";
import { checkLimit, type SendingSpeedLimit } from "./speed/sending-speed-limit.ts";
import { planSpeed, type SpeedPlan } from "./speed/speed-plan.ts";
import type { EngineContext } from "./engine-context.ts";
import type { NewDelivery } from "./store/insert-message.ts";
import type { MessageContent } from "./templates/find-content.ts";
import { readTiming, type Timing } from "./timing.ts";
import type { ReadWebhooks } from "./webhooks/message-webhooks.ts";
import { checkOpening, checkWindow } from "./windows/check-window.ts";
import { notesOnMarketing } from "./windows/marketing-window.ts";
import { windowsFor, type MessageWindows } from "./windows/message-windows.ts";

/** A request that means something: every default chosen, every address in canonical form. */
export interface Submission {
  readonly request: MessageRequest;
  readonly message: MessageContent;
  readonly purpose: Purpose;
  readonly resolved: ResolvedPlan;
  readonly planView: PlanView;
  readonly deliveries: readonly NewDelivery[];
  /** A list that is kept here, by its id, in place of `deliveries`. */
  readonly listId: string | undefined;
  /** What finds its people, in place of `deliveries`. */
  readonly filter: ContactFilter | undefined;
  readonly audience: FrozenAudience | undefined;
  readonly reply: ReplyTarget | undefined;
  readonly timing: Timing;
  readonly windows: MessageWindows;
  /** Present with a sending speed limit. */
  readonly speed: SpeedPlan | undefined;
}

/** What all requests are read by. */
export type SubmissionContext = Pick<EngineContext, "accounts" | "doors" | "clock" | "marketingWindow">;

/** What was looked up for a request. */
export interface SubmissionFacts {
  readonly message: MessageContent;
  readonly defaultPlan: PlanRequest | undefined;
  readonly reply: ReplyTarget | undefined;
  readonly pushes: readonly AudiencePush[];
  /** Of an audience that is one. */
  readonly filter: FoundFilter | undefined;
  readonly webhooks: ReadWebhooks;
}

/** Checks all that can be checked before anything is written, and says everything that is wrong at once. */
export function readSubmission(
  { accounts, doors, clock, marketingWindow }: SubmissionContext,
  request: MessageRequest,
  { message, defaultPlan, reply, pushes, filter: found, webhooks }: SubmissionFacts,
): Submission {
  const problems: Problem[] = [];
  const untimely: Problem[] = [...webhooks.problems];
  const timing = readTiming(request, clock.now(), untimely);
  const limit = request.sendingSpeedLimit;
  const isSound = limit !== undefined && checkLimit(limit, problems);
  const longestValidityMs = limit === undefined ? timing.longestValidityMs : undefined;
  const purpose = request.purpose ?? "notice";
  const { validityPeriod } = request;
  const windows = request.test === true ? {} : windowsFor(request, purpose, marketingWindow);
  if (request.open === true) checkOpen(request, problems);
  const listId = isStoredList(request.audience) ? readStoredList(request.audience, problems) : undefined;
  problems.push(...(found?.problems ?? []));
  const isOfOurPeople = isStoredList(request.audience) || found !== undefined;
  const requested = isOfOurPeople ? undefined : request.audience;
  const to = reply === undefined ? request.to : recipientsOfReply(reply, request.to, accounts, problems);
  const plan = requested === undefined ? request.plan : planForAudience(requested, request, message, accounts, problems);
  const inputs = { purpose, accounts, ...(plan && { plan }), ...(reply && { reply }), ...(validityPeriod !== undefined && { validityPeriod }), ...(longestValidityMs !== undefined && { longestValidityMs }) };
  const planned = problems.length > 0 ? undefined : resolvePlan({ ...inputs, ...(defaultPlan && { defaultPlan }) }, problems);
  const resolved = planned && withVariants(planned, message);
  if (resolved !== undefined) checkContents(message, resolved, purpose, problems);
  if (reply !== undefined && resolved !== undefined) checkReplyStep(reply, resolved, problems);
  if (resolved !== undefined) checkUnit(request, resolved, problems);
  if (resolved !== undefined) checkOwnBudget(request.budget, resolved, accounts, problems);
  const doorNotes = resolved === undefined ? [] : checkDoors(resolved, accounts, doors, problems);
  const audience = requested && resolved && parseAudience(requested, resolved, pushes, problems);
  if (request.deliveryTimeWindow !== undefined) {
    const timeZones = request.audience === undefined ? (to ?? []).map(({ timeZone }) => timeZone) : [];
    checkWindow(request.deliveryTimeWindow, { isProviderAudience: requested !== undefined, timeZones }, problems);
  }
  const deliveries = requested === undefined ? readRecipients(to ?? [], accounts, resolved, problems) : [oneForAll];
  const speed = isSound && resolved ? speedOf(request, windows, limit, timing, resolved) : undefined;
  if (limit !== undefined && requested !== undefined) problems.push(providersOwnSpeed);
  else if (!isOfOurPeople) untimely.push(...(speed?.problemsWith(deliveries.length) ?? []));
  if (resolved !== undefined) {
    const ends = speed === undefined ? later(timing.releaseAt, resolved.validityPeriodMs) : (timing.expiresAt ?? never);
    checkOpening(windows, timing.releaseAt, ends, untimely);
  }
  problems.push(...untimely);
  if (resolved === undefined || problems.length > 0) throw new InvalidRequestError(problems);
  const described = describePlan(resolved, message.content, purpose);
  const planView = { ...described, notes: [...described.notes, ...doorNotes, ...notesOnMarketing(windows)] };
  return { request, message, purpose, resolved, planView, deliveries, listId, filter: found?.filter, audience, reply, timing, windows, speed };
}

function speedOf(
  { validityPeriod }: MessageRequest,
  windows: MessageWindows,
  limit: SendingSpeedLimit,
  { releaseAt, expiresAt }: Timing,
  { plan: { steps }, fullValidityPeriodMs: validityPeriodMs }: ResolvedPlan,
): SpeedPlan {
  return planSpeed({ limit, ...windows, releaseAt, expiresAt, steps, validityPeriodMs, validityPeriod });
}

const providersOwnSpeed: Problem = {
  pointer: "/sendingSpeedLimit",
  code: "unknown-recipients",
  detail: "only the provider knows the people of this audience, and sends to them at its own speed: leave it out",
};

/** Recipients can be added only where the caller says who they are. */
function checkOpen({ audience, inReplyTo }: MessageRequest, problems: Problem[]): void {
  if (audience === undefined && inReplyTo === undefined) return;
  const detail = "recipients can be added neither to an audience nor to a reply: leave `open` out";
  problems.push({ pointer: "/open", code: "not-possible", detail });
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

/** Steps that bring no content of their own get what the template has for their channel. */
function withVariants(resolved: ResolvedPlan, { template }: MessageContent): ResolvedPlan {
  if (template === undefined) return resolved;
  const steps = resolved.plan.steps.map((step) => {
    const content = step.content ?? template.variants.get(step.channel);
    return content === undefined ? step : { ...step, content };
  });
  return { ...resolved, plan: { ...resolved.plan, steps } };
}

/** Every step must be able to carry its content; a template is checked for its form, its values come with the people. */
function checkContents(message: MessageContent, resolved: ResolvedPlan, purpose: Purpose, problems: Problem[]): void {
  const seen = new Set<string>();
  const { template } = message;
  const isOfTemplate = ({ channel, content }: Step) => template !== undefined && (content === undefined || content === template.variants.get(channel));
  if (template === undefined) checkTranslations(message.content, "/content", problems);
  for (const [index, step] of resolved.plan.steps.entries()) {
    if (step.content !== undefined && !isOfTemplate(step)) checkTranslations(step.content, `/plan/steps/${index}/content`, problems);
  }
  const carriers = resolved.plan.steps.flatMap((step, index) =>
    resolved.allRoutes[index]!.map(({ adapter }) => ({ step, index, adapter })));
  carriers.forEach(({ step, index, adapter }) => {
    const content = step.content ?? message.content;
    const base = step.content === undefined ? "/content" : `/plan/steps/${index}/content`;
    const at = (pointer: string) => (isOfTemplate(step) ? "/template" : `${base}${pointer}`);
    const report = (pointer: string, code: string, detail: string) => {
      if (seen.has(`${pointer} ${code} ${detail}`)) return;
      seen.add(`${pointer} ${code} ${detail}`);
      problems.push({ pointer, code, detail });
    };
    for (const form of formsOf(content)) {
      for (const { pointer, code, detail } of problemsOf(form.content, adapter, purpose)) report(at(`${form.pointer}${pointer}`), code, detail);
    }
  });
}

function problemsOf(content: Content, adapter: Adapter, purpose: Purpose): readonly Problem[] {
  if (content.template === true) {
    const { problems } = prepareContent(content, adapter, purpose);
    return problems.map(({ pointer, detail }) => ({ pointer, code: "invalid-template", detail }));
  }
  const rendered = adapter.render(content, { purpose });
  if (rendered.ok) return [];
  return rendered.problems.map((problem) => ({ ...problem, detail: `${adapter.channel}: ${problem.detail}` }));
}

function readRecipients(
  to: readonly Recipient[],
  accounts: Accounts,
  resolved: ResolvedPlan | undefined,
  problems: Problem[],
): readonly NewDelivery[] {
  const seen = new Set<string>();
  const reader = createAddressReader(accounts, (resolved?.allRoutes ?? []).flat());
  return to.map((recipient, number) => {
    const addresses = reader.read(recipient.addresses, `/to/${number}/addresses`, problems);
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
