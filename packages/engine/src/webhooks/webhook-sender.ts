import type { EngineContext } from "../engine-context.ts";
import { Gathering, fulfilled } from "../gathering.ts";
import { formatReportId, formatWebhookEndpointId } from "../ids.ts";
import { SecretsError } from "../secrets/secrets-error.ts";
import { toReportView, type ReportRow } from "../store/reports/report-row.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { claimPosts, type ClaimedPost } from "../store/webhooks/claim-posts.ts";
import { readPostedReports, reportName } from "../store/webhooks/read-posted-reports.ts";
import { readTargets, type WebhookTarget } from "../store/webhooks/read-targets.ts";
import {
  endMessageWebhooks,
  noteFailures,
  noteTaken,
  removePosts,
  writeFailedPosts,
  type FailedPost,
} from "../store/webhooks/settle-posts.ts";
import { monotonicMs, random } from "../surroundings.ts";
import { beginPostSpan, endPostSpan } from "../tracing/trace-post.ts";
import { PostLane, usualRoom } from "./post-lane.ts";
import { openTargetSecrets } from "./stored-secrets.ts";
import { postWebhook, type PostResult } from "./post-webhook.ts";
import { reportBody } from "./webhook-body.ts";
import { webhookDelayMs } from "./webhook-retries.ts";

/** Posts that are claimed at once, for all receivers. */
const mostUnderWay = 1_024;
/** Receivers that are remembered although nothing is under way to them. */
const mostIdleLanes = 1_000;
/** A post that would end after its lease is left to whoever claims it next; in milliseconds. */
const longestPostMs = 16_000;
/** Receivers that one claim looks at. */
const lanesAtOnce = 256;
/** Outcomes that are written in one transaction. */
const mostSettled = 200;

type SenderContext = Pick<
  EngineContext,
  "projectId" | "connection" | "settings" | "log" | "observe" | "tracer" | "signal" | "nudge" | "egress" | "clock" | "secrets" | "reportFormats"
>;

/** A post of ours that has ended. `dropped`: its report or its receiver is no more. */
type Settled =
  | { readonly kind: "taken" | "dropped"; readonly post: ClaimedPost }
  | { readonly kind: "failed"; readonly post: FailedPost; readonly target: WebhookTarget["kind"] };

/**
 * Posts reports to whoever wants them by webhook, from rows that were written when the reports were numbered. Each is claimed
 * for a time: what a crash cuts off is posted again. Nobody waits for another's receiver.
 */
export class WebhookSender {
  readonly #context: SenderContext;
  readonly #lanes = new Map<string, PostLane>();
  readonly #settled: Gathering<Settled, void>;
  #afterLane = "";

  constructor(context: SenderContext) {
    this.#context = context;
    this.#settled = new Gathering((settled) => this.#settle(settled), mostSettled);
  }

  /** Starts posting what is due. Gives how much there was to look at. */
  async work(): Promise<number> {
    const { connection, projectId, settings } = this.#context;
    const free = mostUnderWay - this.#postsUnderWay().length;
    if (free <= 0) return 0;
    const rooms = new Map([...this.#lanes].map(([name, lane]) => [name, lane.room]));
    const lateAtMs = monotonicMs() + settings.leaseMs - longestPostMs;
    const claim = { leaseMs: settings.leaseMs, afterLane: this.#afterLane, lanesAtOnce, rooms, usualRoom, limit: free };
    const { posts, lastLane } = await claimPosts(connection, projectId, claim);
    this.#afterLane = lastLane ?? "";
    if (posts.length > 0) await this.#start(posts, lateAtMs);
    return posts.length + (lastLane === undefined ? 0 : 1);
  }

  /** Resolves when no post is under way. */
  async drained(): Promise<void> {
    while (this.#postsUnderWay().length > 0) await Promise.all(this.#postsUnderWay());
  }

  async #start(posts: readonly ClaimedPost[], lateAtMs: number): Promise<void> {
    const { connection, projectId, signal } = this.#context;
    const isLate = () => signal.aborted || monotonicMs() > lateAtMs;
    const reports = await readPostedReports(connection, projectId, posts);
    const targets = await readTargets(connection, projectId, [...new Set(posts.map(({ targetId }) => targetId))]);
    for (const post of posts) {
      const lane = this.#lanes.get(post.lane) ?? new PostLane();
      this.#lanes.set(post.lane, lane);
      const [report, target] = [reports.get(reportName(post)), targets.get(post.targetId)];
      void lane.add(this.#work(post, report, target, lane, isLate)).then(() => this.#afterPost(post.lane, lane));
    }
  }

  #afterPost(name: string, lane: PostLane): void {
    if (lane.underWay.size === 0 && this.#lanes.size > mostIdleLanes) this.#lanes.delete(name);
    this.#context.nudge("webhooks");
  }

  /** Never rejects: what could not be written is posted again. */
  async #work(post: ClaimedPost, report: ReportRow | undefined, target: WebhookTarget | undefined, lane: PostLane, isLate: () => boolean): Promise<void> {
    const { signal, log } = this.#context;
    try {
      if (report === undefined || target === undefined) return await this.#settled.add({ kind: "dropped", post });
      const result = await lane.post(isLate, () => this.#send(report, target));
      // A post that we cut off ourselves says nothing of its receiver.
      if (result === undefined || (signal.aborted && result.failure !== undefined)) return;
      await this.#settled.add(result.failure === undefined ? { kind: "taken", post } : { kind: "failed", post: failedPost(post, result, result.failure), target: target.kind });
      this.#tell(post, report, result);
    } catch (error) {
      log.error({ error }, "a report could not be posted, or what became of it not be written; it will be posted again");
    }
  }

  async #send(report: ReportRow, target: WebhookTarget): Promise<PostResult> {
    const { signal, egress, reportFormats } = this.#context;
    const secrets = readSecrets(this.#context, target);
    if (secrets === undefined) return { failure: "secret-unreadable", status: undefined, retryAfterMs: undefined, tookMs: 0 };
    const id = formatReportId(report.message_id, report.delivery, report.number);
    // A process that does not know the format, before or behind this version, says it in our own words.
    const format = target.format === null ? undefined : reportFormats.get(target.format);
    const body = format === undefined ? reportBody(toReportView(report, target.includePersonalData)) : format(toReportView(report, true));
    const span = beginPostSpan(this.#context, report, target);
    const result = await postWebhook(egress, { id, url: target.url, secrets, body, span: span?.place }, signal);
    if (span !== undefined) endPostSpan(span, result);
    return result;
  }

  async #settle(settled: readonly Settled[]): Promise<readonly PromiseSettledResult<void>[]> {
    const { connection, projectId, log, observe } = this.#context;
    const done = settled.flatMap((one) => (one.kind === "failed" ? [] : [one.post]));
    const taken = settled.flatMap((one) => (one.kind === "taken" ? [one.post.targetId] : []));
    const failed = settled.flatMap((one) => (one.kind === "failed" ? [one] : []));
    const ofEndpoints = failed.flatMap(({ post, target }) => (target === "endpoint" ? [post] : []));
    const ofMessagesGone = failed.flatMap(({ post, target }) => (target === "message" && post.isGone ? [post.messageId] : []));
    const disabled = await retryOnConflict(() =>
      connection.transaction().execute(async (transaction) => {
        await removePosts(transaction, projectId, done);
        await writeFailedPosts(transaction, projectId, failed.map(({ post }) => post));
        await endMessageWebhooks(transaction, projectId, ofMessagesGone);
        // Failures first: who took something beside them is not failing.
        const found = await noteFailures(transaction, projectId, ofEndpoints);
        await noteTaken(transaction, projectId, taken);
        return found;
      }));
    for (const { id, reason } of disabled) {
      log.warn({ endpoint: formatWebhookEndpointId(id), reason }, "a webhook endpoint was disabled: its reports are not posted until it is resumed");
      observe({ type: "webhook-disabled", reason });
    }
    return settled.map(() => fulfilled(undefined));
  }

  #tell({ tries }: ClaimedPost, { at }: ReportRow, { failure }: PostResult): void {
    const { observe, clock } = this.#context;
    if (failure === undefined) observe({ type: "webhook-post", result: "taken", afterMs: clock.now().getTime() - at.getTime() });
    else observe({ type: "webhook-post", result: webhookDelayMs(tries, 0) === undefined ? "given-up" : "failed" });
  }

  #postsUnderWay(): readonly Promise<void>[] {
    return [...this.#lanes.values()].flatMap(({ underWay }) => [...underWay]);
  }
}

/** Undefined where no key opens them: that is for the operator to set right, and the post can wait like any that fails. */
function readSecrets(context: SenderContext, target: WebhookTarget): readonly string[] | undefined {
  try {
    return openTargetSecrets(context, target);
  } catch (error) {
    if (SecretsError.is(error)) return undefined;
    throw error;
  }
}

function failedPost(post: ClaimedPost, { status, retryAfterMs, tookMs }: PostResult, failure: string): FailedPost {
  return { ...post, failure, status, tookMs, retryAfterMs, delayMs: webhookDelayMs(post.tries, random(), retryAfterMs), isGone: status === 410 };
}
