import type { AdapterCheck } from "./check.ts";
import { accountingChecks } from "./checks/accounting.ts";
import { addressChecks } from "./checks/address.ts";
import { audienceChecks } from "./checks/audience.ts";
import { bulkChecks } from "./checks/bulk.ts";
import { callChecks } from "./checks/calls.ts";
import { claimChecks } from "./checks/claims.ts";
import { errorChecks } from "./checks/errors.ts";
import { evidenceChecks } from "./checks/evidence.ts";
import { idempotencyChecks } from "./checks/idempotency.ts";
import { identityChecks } from "./checks/identity.ts";
import { limitChecks } from "./checks/limits.ts";
import { questionChecks } from "./checks/questions.ts";
import { redactionChecks } from "./checks/redaction.ts";
import { renderChecks } from "./checks/render.ts";
import { replyChecks } from "./checks/reply.ts";
import { sendChecks } from "./checks/send.ts";
import { webhookChecks } from "./checks/webhook.ts";
import { unsendableChecks } from "./checks/unsendable.ts";
import { errorWordingChecks, webhookWordingChecks } from "./checks/wording.ts";

const checks = [
  ...identityChecks,
  ...claimChecks,
  ...addressChecks,
  ...renderChecks,
  ...sendChecks,
  ...callChecks,
  ...errorChecks,
  ...errorWordingChecks,
  ...unsendableChecks,
  ...redactionChecks,
  ...idempotencyChecks,
  ...bulkChecks,
  ...evidenceChecks,
  ...webhookChecks,
  ...webhookWordingChecks,
  ...questionChecks,
  ...limitChecks,
  ...accountingChecks,
  ...replyChecks,
  ...audienceChecks,
] as const satisfies readonly AdapterCheck[];

export type AdapterCheckId = (typeof checks)[number]["id"];

/** Everything that the contract asks of an adapter, in the order in which an author would put it right. */
export const adapterChecks: readonly AdapterCheck<AdapterCheckId>[] = checks;
