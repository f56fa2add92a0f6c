import type { AttemptRow, ChunkRow, DeliveryRow, EvidenceRow, InboundEventRow, MessageRow } from "./row-shapes.ts";

/** How the rows of a table are read page by page, in the order of its key. */
export interface Table<Row> {
  /** The statement for the rows after `last`, and its values. */
  page(last: Row | undefined, limit: number): [text: string, values: readonly unknown[]];
}

/** `types` are those of the columns of `key`, which are all among those that are read. */
function table<Row extends object>(
  from: string,
  columns: string,
  key: Readonly<Partial<Record<keyof Row & string, string>>>,
): Table<Row> {
  const names = Object.keys(key);
  const types = Object.values(key) as readonly string[];
  const order = names.join(", ");
  return {
    page(last, limit) {
      const values = last === undefined ? [] : names.map((name) => (last as Record<string, unknown>)[name]);
      const places = types.map((type, index) => `$${index + 1}::${type}`).join(", ");
      const after = last === undefined ? "" : `where (${order}) > (${places})`;
      return [`select ${columns} from ${from} ${after} order by ${order} limit ${limit}`, values];
    },
  };
}

export const tables = {
  message: table<MessageRow>(
    "message m",
    `m.project_id, m.id, m.status, m.created_at, m.send_at, m.expires_at, m.valid_until, m.completed_at,
      m.validity_period_ms::float8 as validity_period_ms, (m.sending_speed_limit ->> 'amount')::float8 as speed_amount,
      1000 * extract(epoch from (m.sending_speed_limit ->> 'per')::interval)::float8 as speed_per_ms,
      case when isfinite(m.release_at) then m.release_at end as release_at,
      array(select step ->> 'succeedOn' from jsonb_array_elements(m.plan -> 'steps') as step) as succeed_on,
      m.delivery_time_window, m.audience is not null as is_to_audience, m.recipients, m.scheduled, m.held, m.pending, m.waiting,
      m.final, m.duplicate_contacts, m.possible_duplicates,
      (select coalesce(json_agg(json_build_object('outcome', o.outcome, 'succeeded', o.succeeded, 'channel', o.channel,
        'count', o.count)), '[]') from message_outcome o where o.project_id = m.project_id and o.message_id = m.id) as outcomes`,
    { project_id: "text", id: "uuid" },
  ),
  delivery: table<DeliveryRow>(
    "delivery",
    `project_id, message_id, number, time_zone, status, step, due_at, released_at, outcome, succeeded, channel, duplicate_contact,
      possible_duplicate, closed_at,
      (select json_agg(entry order by place) from jsonb_array_elements(history) with ordinality as h (entry, place)
        where entry ->> 'type' = 'switched') as switches`,
    { project_id: "text", message_id: "uuid", number: "int" },
  ),
  chunk: table<ChunkRow>(
    "chunk",
    `project_id, message_id, id, next_number, end_number, case when isfinite(due_at) then due_at end as due_at`,
    { project_id: "text", message_id: "uuid", id: "uuid" },
  ),
  attempt: table<AttemptRow>(
    "attempt",
    `project_id, id, message_id, step, channel, account_id, endpoint, members, addresses, callback_token, evidence,
      contradicted, possible_duplicate, started_at, released_at, due_at, answered_at, answer, request_id, provider_message_ids`,
    { project_id: "text", id: "uuid" },
  ),
  evidence: table<EvidenceRow>(
    "evidence",
    "project_id, account_id, event_id, month::text as month, attempt_id, evidence, received_at",
    { project_id: "text", account_id: "text", event_id: "text", month: "date" },
  ),
  inboundEvent: table<InboundEventRow>(
    "inbound_event",
    "project_id, id, account_id, provider_event_id, position::float8 as position",
    { project_id: "text", id: "uuid" },
  ),
};
