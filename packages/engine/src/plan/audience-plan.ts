import type { Problem } from "@todoke/core";
import type { AudiencePush } from "../audiences/audience-view.ts";
import type { Accounts } from "../accounts.ts";
import type { FrozenAudience } from "../content/prepared-message.ts";
import type { AudienceRequest, MessageRequest, PlanRequest } from "../message-request.ts";
import type { MessageContent } from "../templates/find-content.ts";
import { withinPushedList } from "./pushed-list.ts";
import type { ResolvedPlan } from "./resolve-plan.ts";

/**
 * The plan of a message to an audience: exactly one step, on a channel that sends to audiences of this type. Nobody can
 * take over for people whom only the provider knows.
 */
export function planForAudience(
  audience: AudienceRequest,
  { plan }: MessageRequest,
  { content, template }: MessageContent,
  accounts: Accounts,
  problems: Problem[],
): PlanRequest | undefined {
  const channels = accounts.channels.filter((channel) =>
    accounts.route(channel)?.adapter.audience?.types.includes(audience.type),
  );
  const report = (pointer: string, code: string, detail: string) => problems.push({ pointer, code, detail });
  if (template !== undefined) {
    report("/template", "no-variables", "an audience has no variables, and stored templates are Liquid: write the content out");
  } else if (content.template === true) {
    report("/content/template", "no-variables", "an audience has no variables: the content must be literal");
  }
  if (template === undefined && content.translations !== undefined) {
    report("/content/translations", "no-locales", "an audience has no languages: send a message to each of its parts instead");
  }
  if (channels.length === 0) {
    report("/audience/type", "unknown-audience", `no configured account sends to this; known types: ${typesOf(accounts)}`);
    return undefined;
  }
  if (plan === undefined) return { steps: [{ channel: channels[0]! }] };
  if (plan.steps.length !== 1) {
    report("/plan/steps", "one-step-only", "an audience cannot be handed to a next step: the plan must have exactly one");
  } else if (!channels.includes(plan.steps[0]!.channel)) {
    const detail = `this channel does not send to ${audience.type}; those that do: ${channels.join(", ")}`;
    report("/plan/steps/0/channel", "unknown-audience", detail);
  } else if ((plan.steps[0]!.accounts ?? []).length > 1) {
    report("/plan/steps/0/accounts", "one-account-only", "an audience belongs to one account: name it as account");
  }
  return plan;
}

/** The audience in the adapter's words, or undefined with what is wrong with it. */
export function parseAudience(
  requested: AudienceRequest,
  { routes }: ResolvedPlan,
  pushes: readonly AudiencePush[],
  problems: Problem[],
): FrozenAudience | undefined {
  const { adapter, accountId } = routes[0]!;
  const audience = withinPushedList(requested, adapter, accountId, pushes, problems);
  const parsed = audience && adapter.audience?.parse(audience);
  if (parsed === undefined) return undefined;
  if (parsed.ok) return { endpoint: parsed.endpoint, target: parsed.target, hasProgress: parsed.hasProgress };
  for (const { pointer, code, detail } of parsed.problems) problems.push({ pointer: `/audience${pointer}`, code, detail });
  return undefined;
}

function typesOf(accounts: Accounts): string {
  const types = accounts.channels.flatMap((channel) => accounts.route(channel)?.adapter.audience?.types ?? []);
  return types.length === 0 ? "none" : types.join(", ");
}
