import type { RecipientPart, RefusedLine } from "@todoke/engine";
import { AddRecipientsQueryDto, RecipientPartListQueryDto, RefusedLineListQueryDto, StartMessageDto } from "../dto/open-messages-dto.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { bodyRefusals } from "./body-refusals.ts";
import { idempotencyHeader, keyRefusals, replayedHeader } from "./idempotency-header.ts";
import { pageSchema } from "./message-schemas.ts";
import type { Operation } from "./operations.ts";
import { count, flag, list, named, text, time, viewSchema } from "./view-schema.ts";

/** The endpoints of messages whose recipients are added bit by bit. */
export const openMessagesOperations: readonly Operation[] = [
  {
    id: "addRecipients",
    method: "post",
    path: "/v1/messages/{id}/recipients",
    scope: "messages:write",
    tag: "Messages",
    summary: "Add recipients to an open message",
    description:
      "Any number, one on each line, read no faster than they are stored. A line of NDJSON is an entry of `to`; CSV has a header of " +
      "address kinds, `reference`, `locale`, `timeZone` and `variables.…`. Some thousands are stored at a time: after a cut send the " +
      "same again, or only the rest with `firstLine`. The same lines under the same name change nothing, and are answered alike.",
    query: AddRecipientsQueryDto,
    body: {
      textTypes: {
        "application/x-ndjson": '{"reference":"c-17","addresses":{"phone":"+819012345678"},"variables":{"name":"Aiko"}}\n',
        "text/csv": "reference,phone,variables.name\nc-17,+819012345678,Aiko\n",
      },
    },
    answer: { status: 200, description: "What became of the lines.", content: { schema: "RecipientPart" } },
    refusals: ["malformed-request", "not-found", "request-timeout", "not-open", "part-in-use", "part-differs", "unsupported-media-type", "invalid-request"],
  },
  {
    id: "listRecipientParts",
    method: "get",
    path: "/v1/messages/{id}/recipients",
    scope: "messages:read",
    tag: "Messages",
    summary: "See how far the recipients have come in",
    query: RecipientPartListQueryDto,
    answer: { status: 200, description: "One page.", content: { schema: "RecipientPartPage" } },
    refusals: ["malformed-request", "not-found"],
  },
  {
    id: "listRefusedLines",
    method: "get",
    path: "/v1/messages/{id}/recipients/refused",
    scope: "messages:read",
    tag: "Messages",
    summary: "See which lines were refused",
    query: RefusedLineListQueryDto,
    answer: { status: 200, description: "One page.", content: { schema: "RefusedLinePage" } },
    refusals: ["malformed-request", "not-found"],
  },
  {
    id: "startMessage",
    method: "post",
    path: "/v1/messages/{id}/start",
    scope: "messages:write",
    tag: "Messages",
    summary: "Start an open message",
    description: "Its recipients are who it goes to from here on. Sends at once, or waits for `sendAt`. Can be repeated, and then changes nothing.",
    requestHeaders: [idempotencyHeader],
    body: StartMessageDto,
    isBodyOptional: true,
    example: { sendAt: "2026-12-01T09:00:00+09:00" },
    answer: { status: 200, description: "The message as it stands now.", content: { schema: "Message" }, headers: replayedHeader },
    refusals: [...bodyRefusals, "not-found", "already-over", "no-recipients", ...keyRefusals],
  },
];

/** Schemas of open messages in answers, by name. */
export const openMessagesSchemas: Readonly<Record<string, JsonSchema>> = {
  RecipientPart: viewSchema<RecipientPart>("Lines that were sent under one name, and what became of them.", {
    part: text("Your name for them."),
    lines: count("How many are dealt with, taken or refused: an upload that was cut off goes on after them."),
    taken: count("How many became recipients."),
    refused: count("How many were left out."),
    isComplete: flag("The part was read to its end."),
    updatedAt: time("When it last came further."),
    refusedLines: list(named("RefusedLine"), "The first 100 lines that were refused."),
  }),
  RefusedLine: viewSchema<RefusedLine>("A line that was left out.", {
    part: text("The part that it is in."),
    line: { type: "integer", minimum: 1, description: "Counted from 1, without empty lines and a header." },
    problems: list(named("LineProblem"), "All that is wrong with it."),
  }),
  LineProblem: viewSchema<RefusedLine["problems"][number]>("One thing wrong with a line.", {
    pointer: text("JSON pointer (RFC 6901) into the line.", { examples: ["/addresses/phone"] }),
    code: text("A stable word for programs."),
    detail: text("What is wrong and what would be right."),
  }),
  RecipientPartPage: pageSchema("Parts by name.", "RecipientPart"),
  RefusedLinePage: pageSchema("Refused lines, by part and line.", "RefusedLine"),
};
