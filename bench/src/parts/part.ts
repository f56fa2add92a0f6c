import type { AcceptRun } from "../accept/accept-run.ts";
import type { FoundServers } from "../line-up.ts";
import type { Options } from "../options.ts";
import type { Run } from "../run.ts";
import type { ScaleRun } from "../scale/scale-run.ts";
import type { StartRun } from "../start/start-run.ts";
import type { SwitchRun } from "../switch/switch-run.ts";

/** What a part is measured with. */
export interface PartContext {
  readonly options: Options;
  readonly servers: FoundServers;
  /** Aborts at Ctrl+C. */
  readonly interrupt: AbortSignal;
  /** Tells people what goes on. */
  readonly progress: (text: string) => void;
}

/** What a part found out, run by run. */
export type PartResults =
  | { readonly part: "personalised" | "identical" | "failover"; readonly runs: readonly Run[] }
  | { readonly part: "accept"; readonly runs: readonly AcceptRun[] }
  | { readonly part: "scale"; readonly runs: readonly ScaleRun[] }
  | { readonly part: "start"; readonly runs: readonly StartRun[] }
  | { readonly part: "switch"; readonly runs: readonly SwitchRun[] };

/** Measures one part. Rejects only when the bench is interrupted: what goes wrong otherwise is a failure of a run. */
export type MeasurePart = (context: PartContext) => Promise<PartResults>;

