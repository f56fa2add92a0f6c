import type { EngineObserver, Observation } from "@todoke/engine";
import { Counter, Histogram, type Registry } from "prom-client";

/** Seconds. A call is cut off after `engine.callTimeoutMs`, 15 unless it was set. */
const callBuckets = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30];
/** Seconds. Turns are given out up to one second ahead; beyond that a call has missed some. */
const turnBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 45];
/** Seconds, from the network's receipt to a phone that is switched on again the day after. */
const reportBuckets = [1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400];
/** Seconds, from the first try to the last. */
const webhookBuckets = [0.5, 1, 2.5, 5, 15, 60, 600, 3_600, 14_400, 86_400, 259_200];

type Counting = { readonly [Type in Observation["type"]]: (observation: Extract<Observation, { readonly type: Type }>) => void };

/** Counts what the engine tells of. Labels are those of the observations, which hold nothing of people or messages. */
export function engineCounters(registry: Registry): EngineObserver {
  const counting: Counting = { ...ofMessages(registry), ...ofCalls(registry), ...ofProviders(registry), ...ofWebhooks(registry) };
  return (observation) => (counting[observation.type] as (observation: Observation) => void)(observation);
}

type OfMessages = "message-accepted" | "closed" | "corrected" | "switched" | "skipped" | "possible-duplicates" | "duplicate-contact";

function ofMessages(registry: Registry): Pick<Counting, OfMessages> {
  const messages = counter(registry, "messages_accepted", "Messages that were written.", ["purpose"]);
  const recipients = counter(registry, "recipients_accepted", "Recipients of the messages that were written.", ["purpose"]);
  const closed = counter(
    registry,
    "deliveries_closed",
    "Deliveries that got their outcome.",
    ["channel", "outcome", "succeeded"],
  );
  const corrected = counter(
    registry,
    "deliveries_corrected",
    "Deliveries closed without success that succeeded after all.",
    ["channel", "from", "outcome"],
  );
  const switches = counter(
    registry,
    "switches",
    "Deliveries that went over to the next step, by the channel that they left.",
    ["channel", "reason"],
  );
  const skipped = counter(registry, "steps_skipped", "Steps that were passed over without a call.", ["channel", "reason"]);
  const possible = counter(
    registry,
    "possible_duplicates",
    "Deliveries marked, before the call, because it may repeat one that was lost.",
    [],
  );
  const contacts = counter(
    registry,
    "duplicate_contacts",
    "Deliveries on which a second step succeeded too, by its channel.",
    ["channel"],
  );
  return {
    "message-accepted": ({ purpose, recipients: count }) => {
      messages.inc({ purpose });
      recipients.inc({ purpose }, count);
    },
    closed: ({ channel = "", outcome, succeeded, count }) => closed.inc({ channel, outcome, succeeded: String(succeeded) }, count),
    corrected: ({ channel, from, outcome }) => corrected.inc({ channel, from, outcome }),
    switched: ({ channel = "", reason, count }) => switches.inc({ channel, reason }, count),
    skipped: ({ channel, reason, count }) => skipped.inc({ channel, reason }, count),
    "possible-duplicates": ({ count }) => possible.inc(count),
    "duplicate-contact": ({ channel }) => contacts.inc({ channel }),
  };
}

function ofCalls(registry: Registry): Pick<Counting, "call" | "turn"> {
  const calls = counter(
    registry,
    "provider_calls",
    "Calls that send, by what came of them; error_class is empty for accepted ones.",
    ["account", "endpoint", "result", "error_class"],
  );
  const durations = histogram(
    registry,
    "provider_call_duration_seconds",
    "How long calls that send took.",
    ["account", "endpoint"],
    callBuckets,
  );
  const waits = histogram(
    registry,
    "turn_wait_seconds",
    "How long calls waited for their turn within the provider's rate.",
    ["account", "endpoint"],
    turnBuckets,
  );
  const givenUp = counter(
    registry,
    "turns_given_up",
    "Calls that were not made because they found no turn in time; they are made later.",
    ["account", "endpoint"],
  );
  return {
    call: ({ account, endpoint, result, errorClass = "", tookMs }) => {
      calls.inc({ account, endpoint, result, error_class: errorClass });
      durations.observe({ account, endpoint }, tookMs / 1_000);
    },
    turn: ({ account, endpoint, result, waitedMs }) => {
      if (result === "taken") waits.observe({ account, endpoint }, waitedMs / 1_000);
      else givenUp.inc({ account, endpoint });
    },
  };
}

function ofProviders(registry: Registry): Pick<Counting, "callback" | "report" | "inbound-events" | "relay"> {
  const callbacks = counter(
    registry,
    "callbacks",
    "Requests from providers: taken in, refused for their signature, or failed here.",
    ["account", "result"],
  );
  const reports = counter(
    registry,
    "reports",
    "What providers said of attempts after their answers, without copies.",
    ["account", "evidence", "source"],
  );
  const delays = histogram(
    registry,
    "report_delay_seconds",
    "From an attempt's first call until its provider's later word was here.",
    ["account", "source"],
    reportBuckets,
  );
  const events = counter(registry, "inbound_events", "What people wrote, tapped, followed or left, without copies.", ["account"]);
  const relayed = counter(registry, "relay_posts", "Requests posted on to the address behind forwardTo.", ["account", "result"]);
  return {
    callback: ({ account, result }) => callbacks.inc({ account, result }),
    report: ({ account, evidence, source, afterMs }) => {
      reports.inc({ account, evidence, source });
      delays.observe({ account, source }, Math.max(0, afterMs / 1_000));
    },
    "inbound-events": ({ account, count }) => events.inc({ account }, count),
    relay: ({ account, result }) => relayed.inc({ account, result }),
  };
}

function ofWebhooks(registry: Registry): Pick<Counting, "webhook-post" | "webhook-disabled"> {
  const posts = counter(registry, "webhook_posts", "Reports posted to webhooks, by what came of it.", ["result"]);
  const delays = histogram(registry, "webhook_delay_seconds", "From what a report tells until its receiver took it.", [], webhookBuckets);
  const disabled = counter(registry, "webhook_endpoints_disabled", "Endpoints that get no more reports until somebody resumes them.", ["reason"]);
  return {
    "webhook-post": ({ result, afterMs }) => {
      posts.inc({ result });
      if (afterMs !== undefined) delays.observe(Math.max(0, afterMs / 1_000));
    },
    "webhook-disabled": ({ reason }) => disabled.inc({ reason }),
  };
}

function counter<Label extends string>(registry: Registry, name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
  return new Counter({ name: `todoke_${name}_total`, help, labelNames, registers: [registry] });
}

function histogram<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
  buckets: number[],
): Histogram<Label> {
  return new Histogram({ name: `todoke_${name}`, help, labelNames, buckets, registers: [registry] });
}
