import { readKnownCaps, type KnownCaps } from "../caps/known-caps.ts";
import { readKnownConsents, type KnownConsents } from "../consents/known-consents.ts";
import { allWays, prepareMessage, type PreparedMessage } from "../content/prepared-message.ts";
import type { Route } from "../accounts.ts";
import type { Prices } from "../costs/prices.ts";
import { addUp, costOfStep, type PlanCosts } from "../costs/step-cost.ts";
import { InvalidRequestError } from "@todoke/core";
import { earlier, later } from "../decide.ts";
import type { ExplainOptions } from "../engine.ts";
import type { EngineContext } from "../engine-context.ts";
import { conditionsIn } from "../health/health-watch.ts";
import { newId } from "../ids.ts";
import { readLiveTokens, type LiveTokens } from "../inbound/live-tokens.ts";
import { requirePeople } from "../filters/filter-audience.ts";
import type { MessageRequest, PlanRequest } from "../message-request.ts";
import type { BudgetHoldView, PlanExplanation, RecipientExplanation, StepExplanation } from "../plan-view.ts";
import type { KnownQuota } from "../quota/known-quota.ts";
import { quotasOfPlan } from "../quota/plan-quota.ts";
import type { StoredQuota } from "../store/account-quota.ts";
import { readAudience } from "../store/audiences/audience-rows.ts";
import { requireMembers, requireZonesOfMembers } from "../store/audiences/insert-message-to-list.ts";
import { readFirstDeliveries } from "../store/audiences/read-members.ts";
import { countPeople, readFirstPeople } from "../store/filters/filtered-people.ts";
import { chooseUnits } from "../statistics/choose-units.ts";
import { asReleased, never } from "../speed/as-released.ts";
import { apartMsOf } from "../speed/sending-speed-limit.ts";
import type { SpeedPlan } from "../speed/speed-plan.ts";
import { readReachability } from "../store/reachability.ts";
import type { NewDelivery } from "../store/insert-message.ts";
import { readKnownSuppressions, type KnownSuppressions } from "../suppressions/known-suppressions.ts";
import type { ResolvedPlan } from "./resolve-plan.ts";
import type { Timing } from "../timing.ts";
import { findFacts } from "../submission-facts.ts";
import { readSubmission, type Submission } from "../submission.ts";
import { considerWindow, describeNever } from "../windows/consider-window.ts";
import type { DeliveryTimeWindow } from "../windows/delivery-time-window.ts";
import { callsOf } from "./calls-of.ts";
import { findHeldForBudgets } from "./explain-budgets.ts";
import { chooseWay, type ChoiceKnowledge, type ChosenWay } from "./choose-way.ts";
import { considerChosen, type Consideration, type ConsideredRecipient, type KnownReachability } from "./consider-step.ts";
import { PayloadCollection, validatePayloads } from "./validate-payloads.ts";

/**
 * Says what sending would do, by the decisions that sending makes. Writes nothing. Providers are asked only whether they
 * take the payloads, where that is wanted, and for how many names they have left, where sending would ask.
 */
export async function explain(
  context: EngineContext,
  request: MessageRequest,
  defaultPlan: PlanRequest | undefined,
  { validate = false }: ExplainOptions = {},
): Promise<PlanExplanation> {
  const found = await findFacts(context, request, defaultPlan);
  const { reply } = found;
  const submission = readSubmission(context, request, found);
  const { purpose, audience, timing, speed, message: { content, template } } = submission;
  const { total, deliveries } = await firstDeliveries(context, submission, request.deliveryTimeWindow);
  const { resolved, planView } = await chooseUnits(context, submission, undefined);
  const now = context.clock.now();
  const { sendAt, expiresAt, releaseAt } = timing;
  const problems = speed?.problemsWith(total) ?? [];
  if (problems.length > 0) throw new InvalidRequestError(problems);
  const lastReleaseAt = speed?.lastReleaseAt(total) ?? releaseAt;
  const full = later(lastReleaseAt, resolved.validityPeriodMs);
  const validUntil = speed && expiresAt ? earlier(full, expiresAt) : full;
  const { plan } = resolved;
  const frozen = { id: newId(now.getTime()), purpose, content, ...(template && { optionalVariables: template.optionalVariables }), plan, recipients: total, ...(request.budget && { budget: request.budget }), ...endOfUnreleased(speed, timing, resolved, validUntil), ...submission.windows, ...(audience && { audience }), ...(reply && { reply }) };
  const message = prepareMessage(frozen, context.accounts);
  const facts = await readFacts(context, message, deliveries);
  const quotas = await context.quotas.read();
  const tokens = await readTokens(context, message, deliveries);
  const suppressions = await readKnownSuppressions(context.connection, context.projectId, message, deliveries);
  const consents = await readKnownConsents(context.connection, context, message, deliveries);
  const caps = await readKnownCaps(context.connection, context.projectId, context.caps, message, deliveries, releaseAt > now ? releaseAt : now);
  const conditionOf = conditionsIn(await context.health.read());
  const known = { facts, quotaOf: (route: Route) => quotaOf(route, quotas), tokens, suppressions, consents, caps, conditionOf };
  const releases = releasesOf(message, deliveries, speed, releaseAt);
  const considered = deliveries.map((delivery, index) => considerRecipient(delivery, known, releases[index]!, now));
  const calls = callsOf(message, considered, now);
  const held = await findHeldForBudgets(context, message, considered, releaseAt > now ? releaseAt : now);
  const prices = ({ accountId }: Route) => context.accounts.account(accountId)?.prices;
  const recipients = considered.map((recipient) => explainRecipient(recipient, { calls, held, prices }));
  const validation = validate ? await validatePayloads(context, message, payloadsOf(considered)) : undefined;
  return {
    plan: planView,
    ...(sendAt && { sendAt }),
    ...(expiresAt && { expiresAt }),
    validUntil,
    ...(speed && { sendingSpeedLimit: speed.limit, lastReleaseAt }),
    total,
    recipients,
    costs: costsOf(recipients),
    quotas: quotasOfPlan(message, recipients, context.accounts, quotas, total),
    ...(validation && { validation }),
  };
}

function endOfUnreleased(
  speed: SpeedPlan | undefined,
  { expiresAt }: Timing,
  { validityPeriodMs }: ResolvedPlan,
  validUntil: Date,
): Pick<PreparedMessage, "validUntil" | "speed"> {
  if (speed === undefined) return { validUntil };
  return { validUntil: expiresAt ?? never, speed: { apartMs: apartMsOf(speed.limit), validityPeriodMs } };
}

function costsOf(recipients: readonly RecipientExplanation[]): PlanCosts {
  const steps = recipients.flatMap((recipient) => recipient.steps);
  return addUp(steps.flatMap(({ cost, verdict }) => (cost === undefined ? [] : [{ cost, isFirst: verdict !== "standby" }])));
}

/** What would be sent, each payload once. */
function payloadsOf(considered: readonly ConsideredDelivery[]): PayloadCollection {
  const payloads = new PayloadCollection();
  for (const { delivery, steps } of considered) {
    steps.forEach((step, index) => {
      if (step.verdict !== "skip") payloads.add(index, delivery.number, step.route, step.payload);
    });
  }
  return payloads;
}

/** Of a stored list or a filter: enough to see what happens, few enough to be read. */
const explainedMembers = 100;

async function firstDeliveries(
  { connection, projectId }: EngineContext,
  { listId, filter, deliveries }: Pick<Submission, "listId" | "filter" | "deliveries">,
  window: DeliveryTimeWindow | undefined,
) {
  if (filter !== undefined) {
    const found = requirePeople(await countPeople(connection, projectId, filter), window);
    return { total: found, deliveries: await readFirstPeople(connection, projectId, filter, explainedMembers) };
  }
  if (listId === undefined) return { total: deliveries.length, deliveries };
  const total = requireMembers(listId, (await readAudience(connection, projectId, listId))?.members);
  await requireZonesOfMembers(connection, projectId, listId, window);
  return { total, deliveries: await readFirstDeliveries(connection, projectId, listId, explainedMembers) };
}

/** What is known when a plan is explained. */
interface KnownNow extends ChoiceKnowledge {
  readonly facts: ReadonlyMap<string, KnownReachability>;
  readonly tokens: LiveTokens;
  readonly suppressions: KnownSuppressions;
  readonly consents: KnownConsents;
  readonly caps: KnownCaps;
}

/** When a recipient is released, and the message as it stands for them then. */
interface Release {
  readonly at: Date;
  readonly message: PreparedMessage;
}

function releasesOf(
  message: PreparedMessage,
  deliveries: readonly NewDelivery[],
  speed: SpeedPlan | undefined,
  releaseAt: Date,
): readonly Release[] {
  if (speed === undefined) return deliveries.map(() => ({ at: releaseAt, message }));
  const moments = speed.releases();
  return deliveries.map(() => {
    const at = moments.next().value;
    return { at, message: asReleased(message, at) };
  });
}

/** Everything that is decided about one recipient: an account and a consideration for each step. */
interface ConsideredDelivery {
  readonly delivery: NewDelivery;
  readonly release: Release;
  readonly chosen: readonly ChosenWay[];
  readonly steps: readonly Consideration[];
}

function considerRecipient(delivery: NewDelivery, known: KnownNow, release: Release, now: Date): ConsideredDelivery {
  const { message } = release;
  const { addresses } = delivery;
  const recipient: ConsideredRecipient = {
    addresses,
    duplicateKinds: delivery.duplicateKinds,
    ...(delivery.variables && { variables: delivery.variables }),
    ...(delivery.locale !== undefined && { locale: delivery.locale }),
  };
  const chosen = message.steps.map((_, step) => chooseWay(message, { step, recipient, isFirstTry: true }, known, now));
  const window = considerWindow(message, delivery.timeZone, release.at);
  let isTaken = false;
  const steps = chosen.map((by): Consideration => {
    if (window.verdict === "never") {
      return { verdict: "skip", reason: "outside-window", detail: describeNever(message, window.opensAt, message.validUntil) };
    }
    const { route } = by.way;
    const consideration = considerChosen(by, message.plan, recipient, {
      known: factOn(route, recipient, known.facts),
      quota: route && known.quotaOf(route),
      // A token that lives now has died when the window opens.
      replyTo: window.verdict === "open" ? known.tokens.eventFor({ route, addresses }) : undefined,
      suppression: known.suppressions.of({ route, addresses }),
      consent: route && known.consents.concernAbout(addresses, route.adapter.channel),
      cap: route && known.caps.concernAbout(delivery, route.adapter.channel),
      now,
    });
    // Whoever comes after finds the place taken, as they would when it is sent.
    if (consideration.verdict !== "skip" && !isTaken) known.caps.take(delivery, consideration.route.adapter.channel);
    isTaken ||= consideration.verdict !== "skip";
    return consideration;
  });
  return { delivery, release, chosen, steps };
}

/** What is known of the calls that would be made. */
interface KnownOfCalls {
  /** Their endpoints, by recipient. */
  readonly calls: ReadonlyMap<number, string>;
  /** Who would wait for a budget. */
  readonly held: ReadonlyMap<number, BudgetHoldView>;
  readonly prices: (route: Route) => Prices | undefined;
}

function explainRecipient(
  { delivery, release: { at: releasedAt, message }, chosen, steps: considerations }: ConsideredDelivery,
  { calls, held, prices }: KnownOfCalls,
): RecipientExplanation {
  let startsAt = releasedAt;
  let isTaken = false;
  const steps = considerations.map((consideration, index): StepExplanation => {
    const { way, choice } = chosen[index]!;
    const { channel, account } = way.step;
    const { reason, detail } = consideration;
    if (consideration.verdict === "skip") return { channel, account, verdict: "skip", reason, detail, endsAt: startsAt };
    const window = considerWindow(message, delivery.timeZone, startsAt);
    const heldUntil = window.verdict === "hold" ? window.until : undefined;
    const when = window.verdict === "never" ? `while the window is open (${describeNever(message, window.opensAt, message.validUntil)})` : "later";
    const endsAt = endOf(message, index, consideration.route, heldUntil ?? startsAt);
    const isReply = consideration.verdict === "use" && consideration.replyTo !== undefined;
    const explanation: StepExplanation = isTaken
      ? { channel, account, verdict: "standby", reason: "after-earlier-steps", detail: `takes over ${when}; then: ${detail}`, endsAt }
      : { channel, account, verdict: consideration.verdict, reason, detail, call: calls.get(delivery.number)!, endsAt };
    const { route, address, payload: { payload } } = consideration;
    const cost = costOfStep(route, prices(route), { address, payload, isReply: isReply && !isTaken });
    startsAt = endsAt;
    const heldBy = isTaken ? undefined : held.get(delivery.number);
    isTaken = true;
    return { ...explanation, ...(heldBy && { heldBy }), ...(choice && { choice: { reason: choice.reason, detail: choice.detail } }), ...(cost && { cost }), ...(heldUntil && { heldUntil }) };
  });
  return {
    index: delivery.number,
    ...(delivery.reference !== undefined && { reference: delivery.reference }),
    ...(message.speed && { releaseAt: releasedAt }),
    steps,
    latestFinishAt: startsAt,
  };
}

function factOn(
  route: Route | undefined,
  { addresses }: ConsideredRecipient,
  facts: ReadonlyMap<string, KnownReachability>,
): KnownReachability | undefined {
  return route === undefined ? undefined : facts.get(`${route.accountId} ${addresses[route.adapter.address.kind]}`);
}

function quotaOf({ accountId, adapter: { channel } }: Route, quotas: readonly StoredQuota[]): KnownQuota | undefined {
  return quotas.find((quota) => quota.accountId === accountId && quota.channel === channel)?.known;
}

function endOf(message: PreparedMessage, index: number, { adapter }: Route, startsAt: Date): Date {
  const { step, hasLaterStep } = message.steps[index]!;
  const lastsMs = hasLaterStep ? step.switchAfterMs : adapter.evidence?.horizonMs;
  const ends = lastsMs === undefined ? startsAt : later(startsAt, lastsMs);
  return ends < message.validUntil ? ends : message.validUntil;
}

/** Only looks: the tokens stay for whoever sends first. */
function readTokens(context: EngineContext, message: PreparedMessage, deliveries: readonly NewDelivery[]): Promise<LiveTokens> {
  const questions = deliveries.flatMap(({ addresses }) => allWays(message).map(({ route }) => ({ route, addresses })));
  return readLiveTokens(context, message, questions);
}

async function readFacts(
  { connection, projectId }: EngineContext,
  message: PreparedMessage,
  deliveries: readonly NewDelivery[],
): Promise<ReadonlyMap<string, KnownReachability>> {
  const facts = new Map<string, KnownReachability>();
  for (const { route } of allWays(message)) {
    if (route?.adapter.reachability === undefined) continue;
    const addresses = deliveries.flatMap(({ addresses: given }) => given[route.adapter.address.kind] ?? []);
    for (const [address, fact] of await readReachability(connection, projectId, route.accountId, addresses)) {
      facts.set(`${route.accountId} ${address}`, fact);
    }
  }
  return facts;
}
