import type { Outcome } from "../../serve.ts";
import type { UnitUse } from "../aggregation-units.ts";
import { reachedBy } from "../audience-sends.ts";
import { answerJson, refusals, refuse } from "../errors.ts";
import { parseDay } from "../japan-time.ts";
import type { LineCall, LineEndpoint } from "../line-call.ts";
import type { LineChannel } from "../line-channel.ts";
import { countEngaged } from "./engagement.ts";

/** GET /v2/bot/insight/message/event: of one broadcast or narrowcast. */
export const messageInsight: LineEndpoint = { name: "insight-message", handle: describeSend };

/** GET /v2/bot/insight/message/event/aggregation: of everything that was sent under a unit's name. */
export const unitInsight: LineEndpoint = { name: "insight-unit", handle: describeUnit };

/** "Messaging API reference", Get user interaction statistics: fewer people than this are not told. */
const fewestTold = 20;
/** "Messaging API reference", Get statistics per unit: `to` is at most so many days after `from`. */
const longestRangeDays = 30;

const noMedia = { uniqueMediaPlayed: null, uniqueMediaPlayed100Percent: null };
const noMediaPerMessage = {
  mediaPlayed: null,
  mediaPlayed25Percent: null,
  mediaPlayed50Percent: null,
  mediaPlayed75Percent: null,
  mediaPlayed100Percent: null,
  uniqueMediaPlayed: null,
  uniqueMediaPlayed25Percent: null,
  uniqueMediaPlayed50Percent: null,
  uniqueMediaPlayed75Percent: null,
  uniqueMediaPlayed100Percent: null,
};

const told = (people: number) => (people < fewestTold ? null : people);

function describeSend(line: LineChannel, { query }: LineCall): Outcome {
  const send = line.audienceSends.find(query["requestId"]);
  if (send === undefined) return refusals.notFound;
  const isSent = line.simulation.clock.now() >= send.completedAt;
  const reached = isSent ? reachedBy(send).length : 0;
  const { overview, messages, clicks } = describe(line, [{ reached, messages: send.messageCount, links: send.links }]);
  return answerJson(200, {
    overview: {
      requestId: send.requestId,
      timestamp: Math.floor(send.acceptedAt / 1_000),
      delivered: isSent ? reached : null,
      ...overview,
    },
    messages: messages.map(({ uniqueImpression: _, ...message }) => message),
    clicks,
  });
}

function describeUnit(line: LineChannel, { query }: LineCall): Outcome {
  const { customAggregationUnit: unit, from, to } = query;
  const first = parseDay(from);
  const last = parseDay(to);
  const isRange = first !== undefined && last !== undefined && first <= last && last <= first + longestRangeDays;
  if (unit === undefined || !isRange) return refuse(400, "The value for the 'from' or 'to' parameter is invalid");
  const uses = line.aggregationUnits.usesOf(unit).filter(({ day }) => day >= first && day <= last);
  return answerJson(200, describe(line, uses));
}

/** Adds up what became of messages. Nobody sees or clicks twice here. */
function describe(line: LineChannel, uses: readonly Omit<UnitUse, "day">[]) {
  const links = uses.flatMap((use) => use.links).filter(isFirst);
  const reached = uses.reduce((sum, use) => sum + use.reached, 0);
  const { viewers, clickers } = countEngaged(line, reached, links);
  const impression = told(viewers);
  const click = told(clickers);
  const count = impression === null ? 0 : Math.max(...uses.map((use) => use.messages));
  return {
    overview: { uniqueImpression: impression, uniqueClick: click, ...noMedia },
    messages: Array.from({ length: count }, (_, index) => ({
      seq: index + 1,
      impression,
      uniqueImpression: impression,
      ...noMediaPerMessage,
    })),
    clicks: click === null ? [] : links.map((link) => ({ ...link, click, uniqueClick: click, uniqueClickOfRequest: click })),
  };
}

function isFirst({ seq, url }: { seq: number; url: string }, index: number, all: readonly { seq: number; url: string }[]) {
  return all.findIndex((other) => other.seq === seq && other.url === url) === index;
}
