import { endpointNames } from "../endpoint-name.ts";
import type { FaultRule } from "../faults.ts";
import { isObject } from "../json.ts";
import { anything, number, object, oneOf, recordOf, required, text, truth, whole, type Check } from "./check.ts";

const kind = required(text);

const checksByKind: Readonly<Record<string, Check>> = {
  status: object({
    kind,
    status: required(whole(200, 599)),
    body: anything,
    headers: recordOf("any", text),
    accepted: truth,
  }),
  timeout: object({ kind, accepted: required(truth) }),
  reset: object({ kind, accepted: required(truth) }),
  garbage: object({ kind, accepted: required(truth) }),
  cut: object({ kind, accepted: required(truth) }),
  slow: object({ kind, accepted: required(truth) }),
  callbacks: object({
    kind,
    copies: whole(1),
    delayMs: number(0),
    never: truth,
    beforeAnswer: truth,
    shuffled: truth,
  }),
  progress: object({ kind, errorCode: whole(1, 5), failureCount: whole(1) }),
};

const kindCheck = oneOf(Object.keys(checksByKind));

const faultCheck: Check = (value, field) => {
  const name = isObject(value) ? value["kind"] : undefined;
  kindCheck(name, `${field}.kind`);
  checksByKind[String(name)]?.(value, field);
};

const ruleCheck = (fakeEndpoints: readonly string[]) => object({
  endpoint: required(oneOf([...endpointNames, ...fakeEndpoints])),
  times: whole(1),
  after: whole(0),
  to: text,
  fault: required(faultCheck),
});

/** `fakeEndpoints` are the calls that there are beside LINE's and Twilio's. */
export function assertFaultRule(value: unknown, fakeEndpoints: readonly string[]): asserts value is FaultRule {
  ruleCheck(fakeEndpoints)(value, "");
}
