import { sql, type RawBuilder } from "kysely";

/**
 * Writes a post for each report and each receiver that wants it. Belongs into the statement that numbers reports, which has
 * them as `numbered` with their `message_id`, `delivery`, `number`, `month`, `type` and `is_final`: what commits late is numbered
 * late, and never passed over.
 */
export function postsOfNumbered(projectId: string): RawBuilder<unknown> {
  return sql`insert into webhook_post (project_id, target_id, message_id, delivery, number, month, lane, due_at)
    select ${projectId}, t.target_id, n.message_id, n.delivery, n.number, n.month, t.lane, (select todoke_now())
    from numbered n join message m on m.project_id = ${projectId} and m.id = n.message_id
    cross join lateral (
      select e.id as target_id, e.id::text as lane from webhook_endpoint e
      where e.project_id = ${projectId} and e.disabled_at is null and ${wants(sql`n`)}
      union all
      select m.id, ${originOf(sql`m.webhooks #>> '{delivery,url}'`)}
      where m.webhooks is not null and m.webhooks_ended_at is null
        and (n.is_final or not coalesce((m.webhooks #>> '{delivery,finalOnly}')::boolean, false))
    ) t
    on conflict do nothing`;
}

/** Whether the endpoint `e` gets a report of the message `m`. */
export function wants(report: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(${report}.is_final or not e.final_only) and (e.types is null or ${report}.type = any(e.types))
    and (e.entity_id is null or e.entity_id = m.platform ->> 'entityId')
    and (e.application_id is null or e.application_id = m.platform ->> 'applicationId')`;
}

/** Scheme, host and port: addresses that messages name share a lane by them. */
function originOf(url: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`substring(${url} from '^[a-z]+://[^/?#]+')`;
}
