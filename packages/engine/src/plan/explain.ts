import type { Adapter, JsonObject } from "@todoke/core";
import { prepareMessage, type PreparedMessage, type PreparedStep } from "../content/prepared-message.ts";
import { later } from "../decide.ts";
import type { EngineContext } from "../engine-context.ts";
import { newId } from "../ids.ts";
import type { MessageRequest, PlanRequest } from "../message-request.ts";
import type { PlanExplanation, RecipientExplanation, StepExplanation } from "../plan-view.ts";
import { readReachability } from "../store/reachability.ts";
import type { NewDelivery } from "../store/insert-message.ts";
import { readSubmission } from "../submission.ts";
import { considerStep, type ConsideredRecipient, type KnownReachability } from "./consider-step.ts";

/** Says what sending would do, by the decisions that sending makes. Writes nothing and asks no provider. */
export async function explain(
  context: EngineContext,
  request: MessageRequest,
  defaultPlan: PlanRequest | undefined,
): Promise<PlanExplanation> {
  const { purpose, resolved, planView, deliveries, audience } = readSubmission(request, context.accounts, defaultPlan);
  const now = context.clock.now();
  const validUntil = later(now, resolved.validityPeriodMs);
  const { plan } = resolved;
  const frozen = { id: newId(now.getTime()), purpose, content: request.content, plan, validUntil, ...(audience && { audience }) };
  const message = prepareMessage(frozen, context.accounts);
  const facts = await readFacts(context, message, deliveries);
  const recipients = deliveries.map((delivery) => explainRecipient(message, delivery, facts, now));
  return { plan: planView, recipients };
}

function explainRecipient(
  message: PreparedMessage,
  delivery: NewDelivery,
  facts: ReadonlyMap<string, KnownReachability>,
  now: Date,
): RecipientExplanation {
  const recipient: ConsideredRecipient = {
    addresses: delivery.addresses,
    duplicateKinds: delivery.duplicateKinds,
    ...(delivery.variables && { variables: delivery.variables }),
    ...(delivery.locale !== undefined && { locale: delivery.locale }),
  };
  let startsAt = now;
  let isTaken = false;
  const steps = message.steps.map((prepared, index): StepExplanation => {
    const { channel, account } = prepared.step;
    const consideration = considerStep(prepared, message.plan, recipient, factOn(prepared, recipient, facts), now);
    const { reason, detail } = consideration;
    if (consideration.verdict === "skip") return { channel, account, verdict: "skip", reason, detail, endsAt: startsAt };
    const endsAt = endOf(message, index, startsAt);
    const explanation: StepExplanation = isTaken
      ? { channel, account, verdict: "standby", reason: "after-earlier-steps", detail: `takes over later; then: ${detail}`, endsAt }
      : { channel, account, verdict: consideration.verdict, reason, detail, endsAt };
    startsAt = endsAt;
    isTaken = true;
    return { ...explanation, ...costOf(prepared.route!.adapter, consideration.payload.payload) };
  });
  return {
    index: delivery.number,
    ...(delivery.reference !== undefined && { reference: delivery.reference }),
    steps,
    latestFinishAt: startsAt,
  };
}

function factOn(
  { route }: PreparedStep,
  { addresses }: ConsideredRecipient,
  facts: ReadonlyMap<string, KnownReachability>,
): KnownReachability | undefined {
  return route === undefined ? undefined : facts.get(`${route.accountId} ${addresses[route.adapter.address.kind]}`);
}

function costOf({ cost }: Adapter, payload: JsonObject): Pick<StepExplanation, "cost"> {
  return cost === undefined ? {} : { cost: { unit: cost.unit, units: cost.units(payload) } };
}

function endOf(message: PreparedMessage, index: number, startsAt: Date): Date {
  const { step, hasLaterStep, route } = message.steps[index]!;
  const lastsMs = hasLaterStep ? step.switchAfterMs : route!.adapter.evidence?.horizonMs;
  const ends = lastsMs === undefined ? startsAt : later(startsAt, lastsMs);
  return ends < message.validUntil ? ends : message.validUntil;
}

async function readFacts(
  { connection }: EngineContext,
  message: PreparedMessage,
  deliveries: readonly NewDelivery[],
): Promise<ReadonlyMap<string, KnownReachability>> {
  const facts = new Map<string, KnownReachability>();
  for (const { route } of message.steps) {
    if (route?.adapter.reachability === undefined) continue;
    const addresses = deliveries.flatMap(({ addresses: given }) => given[route.adapter.address.kind] ?? []);
    for (const [address, fact] of await readReachability(connection, route.accountId, addresses)) {
      facts.set(`${route.accountId} ${address}`, fact);
    }
  }
  return facts;
}
