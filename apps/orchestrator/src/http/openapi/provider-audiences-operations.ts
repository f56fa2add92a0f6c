import type { ErrorCode } from "../error-table.ts";
import {
  AudienceFromClicksDto,
  AudienceFromImpressionsDto,
  NewProviderAudienceDto,
  ProviderAudienceIdsDto,
  ProviderAudienceListQueryDto,
  ProviderAudienceNameDto,
  ProviderAudienceNoteQueryDto,
} from "../dto/provider-audiences-dto.ts";
import { bodyRefusals } from "./body-refusals.ts";
import type { Operation } from "./operations.ts";

const tag = "Provider audiences";
const base = "/v1/accounts/{accountId}/provider-audiences";
const refusals: readonly ErrorCode[] = [
  "not-found",
  "not-offered",
  "provider-refused",
  "provider-throttled",
  "account-refused",
  "provider-unavailable",
];
const changing: readonly ErrorCode[] = [...bodyRefusals, ...refusals, "provider-answer-lost"];
const made = { status: 202, description: "The provider prepares it: `get` says when it is ready.", content: { schema: "ProviderAudience" } };

/** The endpoints of audiences that providers keep. */
export const providerAudiencesOperations: readonly Operation[] = [
  {
    id: "createProviderAudience",
    method: "post",
    path: base,
    scope: "audiences:write",
    tag,
    summary: "Make an audience at the provider",
    description: "For messages with `line-narrowcast`. LINE keeps up to 1,000 for 180 days each, for accounts in Japan, Taiwan and Thailand.",
    body: NewProviderAudienceDto,
    example: { name: "Members in Osaka", ids: ["U4af4980629f1ca5c9f4a1d0b7d8a9f10"] },
    answer: made,
    refusals: changing,
  },
  {
    id: "createProviderAudienceFromClicks",
    method: "post",
    path: `${base}/from-clicks`,
    scope: "audiences:write",
    tag,
    summary: "Make an audience of those who tapped",
    description: "Of a broadcast or narrowcast of the last 60 days that at least 50 people tapped.",
    body: AudienceFromClicksDto,
    example: { name: "Tapped the sale", message: "msg_0198f0c1a2b37def8123456789abcdef", clickUrl: "https://example.com/sale" },
    answer: made,
    refusals: changing,
  },
  {
    id: "createProviderAudienceFromImpressions",
    method: "post",
    path: `${base}/from-impressions`,
    scope: "audiences:write",
    tag,
    summary: "Make an audience of those who saw",
    description: "Of a broadcast or narrowcast of the last 60 days that at least 50 people saw.",
    body: AudienceFromImpressionsDto,
    example: { name: "Saw the sale", message: "msg_0198f0c1a2b37def8123456789abcdef" },
    answer: made,
    refusals: changing,
  },
  {
    id: "listProviderAudiences",
    method: "get",
    path: base,
    scope: "audiences:read",
    tag,
    summary: "List the provider's audiences",
    query: ProviderAudienceListQueryDto,
    answer: { status: 200, description: "One page.", content: { schema: "ProviderAudiencePage" } },
    refusals: ["malformed-request", ...refusals],
  },
  {
    id: "getProviderAudience",
    method: "get",
    path: `${base}/{id}`,
    scope: "audiences:read",
    tag,
    summary: "See whether an audience is ready",
    answer: { status: 200, description: "The audience with its jobs.", content: { schema: "ProviderAudienceDetail" } },
    refusals,
  },
  {
    id: "renameProviderAudience",
    method: "patch",
    path: `${base}/{id}`,
    scope: "audiences:write",
    tag,
    summary: "Rename an audience",
    body: ProviderAudienceNameDto,
    answer: { status: 204, description: "Renamed." },
    refusals: changing,
  },
  {
    id: "deleteProviderAudience",
    method: "delete",
    path: `${base}/{id}`,
    scope: "audiences:write",
    tag,
    summary: "Delete an audience at the provider",
    answer: { status: 204, description: "Gone." },
    refusals: [...refusals, "provider-answer-lost"],
  },
  {
    id: "addToProviderAudience",
    method: "post",
    path: `${base}/{id}/ids`,
    scope: "audiences:write",
    tag,
    summary: "Add people to an audience",
    description:
      "Up to 10,000 as JSON, up to 1,500,000 as `text/plain` with one id on each line. Who is in it already stays so once. " +
      "Done when its job is: see the audience.",
    query: ProviderAudienceNoteQueryDto,
    body: ProviderAudienceIdsDto,
    alsoTakes: "text/plain",
    example: { ids: ["U4af4980629f1ca5c9f4a1d0b7d8a9f10"] },
    answer: { status: 202, description: "The provider adds them." },
    refusals: changing,
  },
];
