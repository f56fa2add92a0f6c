import type { ServerUser } from "./server-user.ts";

/** What the keeper of a cluster is told when it begins. */
export interface ClusterPlan {
  readonly binaries: string;
  /** Holds all that belongs to the cluster, and is removed at its end. */
  readonly folder: string;
  readonly port: number;
  readonly user: ServerUser;
  /** Sizes of disks of its own, in mebibytes. Absent: it lies on the disk of `folder`. */
  readonly disks?: DiskSizes;
}

/** The disk of the tables, and that of the write-ahead log. */
export interface DiskSizes {
  readonly data: number;
  readonly log: number;
}

/** How PostgreSQL is ended: `fast` ends every connection and writes a checkpoint, `immediate` crashes it. */
export type StopMode = "fast" | "immediate";

/** Sent to the keeper, one at a time: each is answered when it is done. */
export type KeeperOrder = { readonly order: "create"; readonly plan: ClusterPlan } | { readonly order: "restart"; readonly mode: StopMode };

/** `failure` says why it could not be done. */
export interface KeeperAnswer {
  readonly failure?: string;
}
