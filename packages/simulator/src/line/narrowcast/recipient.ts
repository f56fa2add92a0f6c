import { isObject, type JsonRecord } from "../../json.ts";
import { reachedBy, type AudienceSend } from "../audience-sends.ts";
import { membersOf, statusOf, type Audience } from "../audiences/audience.ts";
import { refuse } from "../errors.ts";
import type { LineChannel } from "../line-channel.ts";
import { nobody, note, parseOperator, type Refusals, type Selects } from "./selection.ts";

/** "Messaging API reference", Recipient objects: audience and redelivery objects together. */
const mostObjects = 10;
/** "Messaging API reference", Redelivery objects: how old the earlier narrowcast may be. */
const redeliveryWindowMs = 14 * 24 * 3_600_000;

/** The friends that a `recipient` names, and the audiences it takes them from. */
interface Recipient {
  readonly selects: Selects;
  readonly audiences: readonly Audience[];
}

/** Reads `recipient` of a narrowcast. */
export function parseRecipient(line: LineChannel, recipient: unknown, refusals: Refusals): Recipient {
  const audiences: Audience[] = [];
  let objects = 0;

  function parse(value: unknown, property: string): Selects {
    const object: JsonRecord = isObject(value) ? value : {};
    const type = object["type"];
    if (type === "operator") return parseOperator(object, property, parse, refusals);
    objects += 1;
    if (type === "audience") return parseAudience(object["audienceGroupId"]);
    if (type === "redelivery") return parseRedelivery(line, object["requestId"], refusals);
    return note(refusals, `${property}.type`, "Must be one of the following values: [operator, audience, redelivery]");
  }

  function parseAudience(id: unknown): Selects {
    const audience = line.audiences.find(id);
    const now = line.simulation.clock.now();
    if (audience === undefined || statusOf(audience, now) !== "READY") {
      refusals.push(refuse(400, `Invalid audience group id: ${String(id)}`));
      return nobody;
    }
    audiences.push(audience);
    return among(membersOf(audience, now));
  }

  const selects = parse(recipient, "recipient");
  if (objects > mostObjects) note(refusals, "recipient", `Size must be between 1 and ${mostObjects}`);
  return { selects, audiences };
}

function parseRedelivery(line: LineChannel, requestId: unknown, refusals: Refusals): Selects {
  const earlier = line.audienceSends.find(requestId);
  if (earlier !== undefined && canBeRedelivered(earlier, line.simulation.clock.now())) {
    return among(new Set(reachedBy(earlier)));
  }
  refusals.push(refuse(400, `Invalid request id: ${String(requestId)}`));
  return nobody;
}

function canBeRedelivered({ type, acceptedAt, completedAt, errorCode }: AudienceSend, now: number): boolean {
  const hasSucceeded = type === "narrowcast" && errorCode === undefined && completedAt <= now;
  return hasSucceeded && now < acceptedAt + redeliveryWindowMs;
}

function among(userIds: ReadonlySet<string | undefined>): Selects {
  return ({ lineUserId }) => userIds.has(lineUserId);
}
