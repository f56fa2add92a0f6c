import type { QuotaView } from "@todoke/engine";
import { count, orNull, optional, text, time, type ViewProperties } from "./view-schema.ts";

/** What every answer about a quota holds. */
export const quotaProperties: ViewProperties<QuotaView> = {
  account: text("The account."),
  channel: text("The channel that it is counted for."),
  unit: text("What is counted.", { examples: ["person"] }),
  limit: orNull(count("What the plan with the provider allows; null without a limit, and until it was asked.")),
  used: orNull(count("What the provider has counted, also of other senders; it may lag.")),
  remaining: orNull(count("What is left; null where `limit` is.")),
  renewsAt: orNull(time("When the provider begins to count anew.")),
  checkedAt: orNull(time("When it last told; null until then.")),
  keep: optional(count("What notices and marketing leave to codes and alerts, while another step can take over.")),
  failure: optional(text("The provider's code for why the last question brought no answer.")),
};
