import type { Problem, StepAccount } from "@todoke/core";
import type { Accounts, Route } from "../accounts.ts";
import type { StepRequest } from "../message-request.ts";

/** The accounts that may carry a step, in the order of the request; at least one. */
export interface StepRoutes {
  readonly routes: readonly [Route, ...Route[]];
  /** As the plan keeps them; undefined where only one account may. */
  readonly accounts: readonly StepAccount[] | undefined;
}

/** Which accounts may carry the step, or undefined with what is wrong. */
export function readStepAccounts(
  step: StepRequest,
  pointer: string,
  accounts: Accounts,
  problems: Problem[],
): StepRoutes | undefined {
  const [first] = step.accounts ?? [];
  if (step.accounts === undefined) {
    const route = findRoute(step.channel, step.account, `${pointer}/account`, pointer, accounts, problems);
    return route && { routes: [route], accounts: undefined };
  }
  const before = problems.length;
  const report = (at: string, code: string, detail: string) => problems.push({ pointer: `${pointer}/accounts${at}`, code, detail });
  if (step.account !== undefined) report("", "account-or-accounts", "give account or accounts, not both");
  if (first === undefined) report("", "no-accounts", "name at least one account, or leave it out");
  const named = step.accounts.map((given) => (typeof given === "string" ? { account: given } : given));
  const routes = step.accounts.flatMap((given, index) => {
    const at = `${pointer}/accounts/${index}${typeof given === "string" ? "" : "/account"}`;
    return findRoute(step.channel, named[index]!.account, at, pointer, accounts, problems) ?? [];
  });
  checkWeights(named, report);
  checkTwice(named, report);
  if (problems.length === before) checkKinds(routes, report);
  const [route, ...more] = routes;
  if (problems.length > before || route === undefined) return undefined;
  return { routes: [route, ...more], accounts: more.length === 0 ? undefined : named.map(asStepAccount) };
}

type Report = (at: string, code: string, detail: string) => void;

function findRoute(
  channel: string,
  account: string | undefined,
  accountPointer: string,
  stepPointer: string,
  accounts: Accounts,
  problems: Problem[],
): Route | undefined {
  const route = accounts.route(channel, account);
  if (route !== undefined) return route;
  if (account !== undefined && accounts.route(channel) !== undefined) {
    const detail = `no account of this id carries the channel; accounts: ${accounts.all.map(({ id }) => id).join(", ")}`;
    problems.push({ pointer: accountPointer, code: "unknown-account", detail });
    return undefined;
  }
  const configured = accounts.channels.length === 0 ? "none" : accounts.channels.join(", ");
  const detail = `no configured account carries this channel; configured channels: ${configured}`;
  const problem = { pointer: `${stepPointer}/channel`, code: "unknown-channel", detail };
  if (!problems.some(({ pointer, code }) => pointer === problem.pointer && code === problem.code)) problems.push(problem);
  return undefined;
}

function checkWeights(named: readonly StepAccount[], report: Report): void {
  const isWeighted = named.some(({ weight }) => weight !== undefined);
  named.forEach(({ weight }, index) => {
    if (isWeighted && weight === undefined) {
      report(`/${index}`, "missing-weight", "give every account of the step a weight, or none");
    } else if (weight !== undefined && !(weight > 0 && Number.isFinite(weight))) {
      report(`/${index}/weight`, "invalid-weight", "must be above zero; leave the account out to send nothing by it");
    }
  });
}

function checkTwice(named: readonly StepAccount[], report: Report): void {
  named.forEach(({ account }, index) => {
    const isTwice = named.findIndex((other) => other.account === account) < index;
    if (isTwice) report(`/${index}`, "duplicate-account", "the step names this account already");
  });
}

function checkKinds(routes: readonly Route[], report: Report): void {
  const kind = routes[0]?.adapter.address.kind;
  routes.forEach(({ adapter }, index) => {
    if (adapter.address.kind === kind) return;
    const detail = `reaches ${adapter.address.kind} addresses, and the first account ${kind}: they cannot stand in for each other`;
    report(`/${index}`, "different-address-kinds", detail);
  });
}

function asStepAccount({ account, weight }: StepAccount): StepAccount {
  return { account, ...(weight !== undefined && { weight }) };
}
