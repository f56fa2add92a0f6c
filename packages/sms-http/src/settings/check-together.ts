import { ConfigurationError } from "@todoke/core";
import type { HttpSmsConfig } from "../config.ts";
import { placeholdersIn } from "./read-request.ts";

interface Rule {
  readonly setting: string;
  readonly complaint: string;
  /** `names` are the placeholders of the request that sends. */
  isBroken(config: HttpSmsConfig, names: ReadonlySet<string>): boolean;
}

/** What single settings do not show. */
const rules: readonly Rule[] = [
  {
    setting: "request",
    complaint: "must have {{to}} and {{text}}",
    isBroken: (_config, names) => !names.has("to") || !names.has("text"),
  },
  {
    setting: "from",
    complaint: "give this or senderByCountry, since the request has {{from}}",
    isBroken: ({ from, senderByCountry }, names) =>
      names.has("from") && from === undefined && senderByCountry === undefined,
  },
  {
    setting: "request",
    complaint: "has no {{from}}, so that from and senderByCountry would do nothing",
    isBroken: ({ from, senderByCountry }, names) =>
      !names.has("from") && (from !== undefined || senderByCountry !== undefined),
  },
  {
    setting: "codings",
    complaint: "goes with {{coding}} in the request",
    isBroken: ({ codings }, names) => names.has("coding") !== (codings !== undefined),
  },
  {
    setting: "countries",
    complaint: "must have exactly one country with the number format national",
    isBroken: ({ numberFormat, countries = [] }) => numberFormat === "national" && countries.length !== 1,
  },
  {
    setting: "answer.accepted.codes",
    complaint: "needs answer.code, which says where they stand",
    isBroken: ({ answer }) => answer.accepted.codes !== undefined && answer.code === undefined,
  },
  {
    setting: "answer",
    complaint: "must have messageId, or accepted.codes, or accepted.statuses without 200: any web page answers 200",
    isBroken: ({ answer: { accepted, messageId } }) =>
      messageId === undefined && accepted.codes === undefined && (accepted.statuses?.includes(200) ?? true),
  },
  {
    setting: "validity",
    complaint: "must have minMs below maxMs",
    isBroken: ({ validity = {} }) => (validity.minMs ?? 0) >= (validity.maxMs ?? Number.POSITIVE_INFINITY),
  },
  {
    setting: "callbacks.authentication",
    complaint: "of type token needs {{callbackUrl}} in the request: the token stands in it",
    isBroken: ({ callbacks }, names) => callbacks?.authentication.type === "token" && !names.has("callbackUrl"),
  },
  {
    setting: "callbacks.report",
    complaint: "needs messageId with answer.messageId, or attemptId, or {{callbackUrl}} in the request: nothing leads back",
    isBroken: ({ callbacks, answer }, names) => {
      if (callbacks?.report === undefined || names.has("callbackUrl")) return false;
      const { messageId, attemptId } = callbacks.report;
      return attemptId === undefined && (messageId === undefined || answer.messageId === undefined);
    },
  },
  {
    setting: "callbacks.report.attemptId",
    complaint: "needs {{attemptId}} or {{attemptIdHex}} in the request: the carrier can echo nothing else",
    isBroken: ({ callbacks }, names) =>
      callbacks?.report?.attemptId !== undefined && !names.has("attemptId") && !names.has("attemptIdHex"),
  },
  {
    setting: "request",
    complaint: "has {{callbackUrl}} without callbacks",
    isBroken: ({ callbacks }, names) => names.has("callbackUrl") && callbacks === undefined,
  },
  {
    setting: "statusQuery.request",
    complaint: "must have {{messageId}}, {{attemptId}} or {{attemptIdHex}}",
    isBroken: ({ statusQuery }) => statusQuery !== undefined && !asksFor(statusQuery, "messageId") && !asksByAttempt(statusQuery),
  },
  {
    setting: "statusQuery.request",
    complaint: "has {{messageId}}, which needs answer.messageId",
    isBroken: ({ statusQuery, answer }) =>
      statusQuery !== undefined && asksFor(statusQuery, "messageId") && answer.messageId === undefined,
  },
  {
    setting: "statusQuery.lostAnswerDelaysMs",
    complaint: "needs a request without {{messageId}}: a lost answer took it along",
    isBroken: ({ statusQuery }) =>
      statusQuery?.lostAnswerDelaysMs !== undefined && asksFor(statusQuery, "messageId"),
  },
  {
    setting: "statusQuery.notFoundCodes",
    complaint: "needs statusQuery.code, which says where they stand",
    isBroken: ({ statusQuery }) => statusQuery?.notFoundCodes !== undefined && statusQuery.code === undefined,
  },
];

type StatusQuery = NonNullable<HttpSmsConfig["statusQuery"]>;

function asksFor({ request }: StatusQuery, name: string): boolean {
  return placeholdersIn(request).has(name);
}

function asksByAttempt(statusQuery: StatusQuery): boolean {
  return asksFor(statusQuery, "attemptId") || asksFor(statusQuery, "attemptIdHex");
}

/** Throws `ConfigurationError` for the first rule that the settings break. */
export function checkTogether(config: HttpSmsConfig): void {
  const names = placeholdersIn(config.request);
  const broken = rules.find((rule) => rule.isBroken(config, names));
  if (broken !== undefined) throw new ConfigurationError(broken.setting, broken.complaint);
}
