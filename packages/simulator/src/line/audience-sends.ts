import type { Clock } from "../clock.ts";
import type { NarrowcastErrorCode } from "../faults.ts";
import type { Link } from "./links.ts";

/** A message to an audience as it was accepted: what becomes of it is settled then, and told when it is time. */
export interface AudienceSend {
  readonly requestId: string;
  readonly type: "broadcast" | "narrowcast";
  /** In milliseconds since the epoch, like the two below. */
  readonly acceptedAt: number;
  readonly sendingAt: number;
  readonly completedAt: number;
  /** LINE user ids of those whom it is meant for. */
  readonly targets: readonly string[];
  /** How many of the targets, the last ones, it does not reach. */
  readonly failureCount: number;
  /** It fails as a whole and reaches nobody. */
  readonly errorCode?: NarrowcastErrorCode;
  /** How many messages it has, from 1 to 5. */
  readonly messageCount: number;
  readonly links: readonly Link[];
}

/** What was sent to audiences within the last 90 days, by request id. */
export interface AudienceSends {
  add(send: AudienceSend): void;
  find(requestId: unknown): AudienceSend | undefined;
}

/** Longer than LINE answers any question about a send, so that the answer can be that it is too old. */
const memoryMs = 90 * 24 * 3_600_000;

export function createAudienceSends(clock: Clock): AudienceSends {
  const sends = new Map<unknown, AudienceSend>();
  return {
    add(send) {
      // The clock only moves forward, so that the map's order is the order of age.
      for (const [requestId, { acceptedAt }] of sends) {
        if (acceptedAt + memoryMs > clock.now()) break;
        sends.delete(requestId);
      }
      sends.set(send.requestId, send);
    },
    find(requestId) {
      const send = sends.get(requestId);
      return send !== undefined && send.acceptedAt + memoryMs > clock.now() ? send : undefined;
    },
  };
}

/** The user ids that a send reached, or will have. */
export function reachedBy({ targets, failureCount, errorCode }: AudienceSend): readonly string[] {
  return errorCode === undefined ? targets.slice(0, targets.length - failureCount) : [];
}
