import type { Engagement } from "@todoke/core";
import type { Route } from "../accounts.ts";
import type { PreparedMessage, PreparedStep } from "../content/prepared-message.ts";
import { later } from "../decide.ts";
import type { EngineContext } from "../engine-context.ts";
import { formatMessageId } from "../ids.ts";
import { readStepCounts, type StepCounts } from "../store/step-counts.ts";
import { ask, type Answered, type Question } from "./ask.ts";
import type { MessageStatistics, StatisticsGap, StepStatistics } from "./statistics-view.ts";

const nobody = { tried: 0, accepted: 0, delivered: 0, read: 0, firstSentAt: null, lastSentAt: null, requestId: null };
const untold: Engagement = { delivered: null, opened: null, clicked: null, links: [] };

/** What became of a message, by our own books and by what its providers tell. */
export async function statisticsOfMessage(
  context: EngineContext,
  message: PreparedMessage,
  recipients: number,
): Promise<MessageStatistics> {
  const counted = await readStepCounts(context.connection, context.projectId, message.id);
  const steps = message.steps.map(async (prepared, index): Promise<StepStatistics> => {
    const counts = counted.find(({ step }) => step === index) ?? { ...nobody, step: index };
    const found = await engagementOf(context, message, prepared, counts);
    const { firstSentAt: _first, lastSentAt: _last, requestId: _request, step, ...numbers } = counts;
    const { statisticsUnit: unit, channel, account } = prepared.step;
    return { step, channel, account, counts: { recipients, ...numbers }, ...(unit !== undefined && { unit }), ...found };
  });
  return { message: formatMessageId(message.id), steps: await Promise.all(steps) };
}

type Found = Engagement & Pick<StepStatistics, "reason" | "askedAt">;

async function engagementOf(
  context: EngineContext,
  message: PreparedMessage,
  { route, step }: PreparedStep,
  counts: StepCounts,
): Promise<Found> {
  const isOffered = message.audience === undefined ? route?.adapter.statistics?.units : route?.adapter.statistics?.request;
  if (route === undefined || isOffered === undefined) return without("not-offered");
  if (message.audience === undefined && step.statisticsUnit === undefined) return without("no-unit");
  const question = questionOn(context, route, step.statisticsUnit, counts);
  if (question === undefined) return without("nothing-sent");
  const answered = await ask(context, question);
  return { ...(answered.answer ?? untold), ...reasonFor(route, counts, answered), askedAt: answered.askedAt ?? null };
}

function without(reason: StatisticsGap): Found {
  return { ...untold, reason, askedAt: null };
}

/** Undefined where nothing went out that could be asked about. */
function questionOn(
  { clock }: EngineContext,
  route: Route,
  unit: string | undefined,
  { accepted, firstSentAt, lastSentAt, requestId }: StepCounts,
): Question<Engagement> | undefined {
  const { units, request, growsForMs } = route.adapter.statistics!;
  if (accepted === 0 || firstSentAt === null || lastSentAt === null) return undefined;
  const settlesAt = later(lastSentAt, growsForMs);
  if (unit !== undefined && units !== undefined) {
    const now = clock.now();
    const period = { name: unit, from: firstSentAt, to: settlesAt < now ? settlesAt : now };
    const { endpoint } = units;
    return { route, endpoint, name: `unit ${unit} ${firstSentAt.toISOString()}`, settlesAt, ask: (options) => units.engagement(period, options) };
  }
  if (requestId === null || request === undefined) return undefined;
  const { endpoint } = request;
  return { route, endpoint, name: `request ${requestId}`, settlesAt, ask: (options) => request.engagement(requestId, options) };
}

/** Null numbers have one reason or the other; LINE's books do not say which. */
function reasonFor(route: Route, { accepted }: StepCounts, { answer, gap }: Answered<Engagement>): Pick<Found, "reason"> {
  if (gap !== undefined) return { reason: gap };
  if (answer !== undefined && answer.opened !== null && answer.clicked !== null) return {};
  const isSmall = accepted > 1 && accepted < route.adapter.statistics!.fewestTold;
  return { reason: isSmall ? "too-few" : "not-counted-yet" };
}
