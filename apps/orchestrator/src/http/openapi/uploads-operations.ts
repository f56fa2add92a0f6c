import type { RefusedUploadLine, UploadView } from "@todoke/engine";
import { UploadLineListQueryDto, UploadListQueryDto, UploadQueryDto } from "../dto/uploads-dto.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { pageSchema } from "./message-schemas.ts";
import type { Operation, TextTypes } from "./operations.ts";
import { count, flag, list, named, text, time, viewSchema } from "./view-schema.ts";

/** What is taken in by the line. */
interface UploadedThing {
  readonly name: "contacts" | "suppressions";
  readonly tag: "Contacts" | "Suppressions";
  /** What a line of each media type is. */
  readonly lines: string;
  readonly textTypes: TextTypes["textTypes"];
}

const things: readonly UploadedThing[] = [
  {
    name: "contacts",
    tag: "Contacts",
    lines:
      "A line of NDJSON is the body of `POST /v1/contacts`; CSV has a header of address kinds, `reference`, `kind`, `locale`, `timeZone`, `tester`, " +
      "`attributes.…` (with `:number`, `:boolean` or `:list` where it is no text) and `consents.channel.purpose`.",
    textTypes: {
      "application/x-ndjson": '{"reference":"c-17","addresses":{"phone":"+819012345678"},"attributes":{"city":"Osaka"}}\n',
      "text/csv": "reference,phone,attributes.city,attributes.visits:number\nc-17,+819012345678,Osaka,12\n",
    },
  },
  {
    name: "suppressions",
    tag: "Suppressions",
    lines:
      "A line of NDJSON is an entry of `suppressions` in `POST /v1/suppressions`; CSV has a header of `addressKind`, `address`, `channel`, " +
      "`purposes` (separated by semicolons) and `reason`. They are listed with the source `import`.",
    textTypes: {
      "application/x-ndjson": '{"addressKind":"phone","address":"+819012345678","channel":"sms"}\n',
      "text/csv": "addressKind,address,channel\nphone,+819012345678,sms\n",
    },
  },
];

/** The endpoints that take in contacts and suppressions by the line. */
export const uploadsOperations: readonly Operation[] = things.flatMap(operationsOf);

function operationsOf({ name, tag, lines, textTypes }: UploadedThing): readonly Operation[] {
  const path = `/v1/${name}/imports`;
  const read = { method: "get", scope: `${name}:read`, tag } as const;
  return [
    {
      id: `import${tag}`,
      method: "post",
      path,
      scope: `${name}:write`,
      tag,
      summary: `Import ${name} by the line`,
      description:
        `Any number, read no faster than they are stored. ${lines} Some thousands are stored at a time: after a cut send the same again ` +
        "under the same `name`, or only the rest with `firstLine`. Bad lines are left out, and told with their number and field.",
      query: UploadQueryDto,
      body: { textTypes },
      answer: { status: 200, description: "What became of the lines.", content: { schema: "Upload" } },
      refusals: ["malformed-request", "request-timeout", "part-in-use", "part-differs", "unsupported-media-type", "invalid-request"],
    },
    {
      ...read,
      id: `list${tag}Imports`,
      path,
      summary: `List imports of ${name}`,
      query: UploadListQueryDto,
      answer: { status: 200, description: "One page.", content: { schema: "UploadPage" } },
      refusals: ["malformed-request"],
    },
    {
      ...read,
      id: `get${tag}Import`,
      path: `${path}/{name}`,
      summary: `See how far an import of ${name} is`,
      answer: { status: 200, description: "The import with its counts.", content: { schema: "Upload" } },
      refusals: ["not-found"],
    },
    {
      ...read,
      id: `list${tag}ImportRefusals`,
      path: `${path}/{name}/refused`,
      summary: `See which lines of an import of ${name} were refused`,
      query: UploadLineListQueryDto,
      answer: { status: 200, description: "One page.", content: { schema: "RefusedUploadLinePage" } },
      refusals: ["malformed-request", "not-found"],
    },
  ];
}

/** Schemas of imports by the line in answers, by name. */
export const uploadsSchemas: Readonly<Record<string, JsonSchema>> = {
  Upload: viewSchema<UploadView>("Lines that were sent under one name, and what became of them.", {
    name: text("Your name for them."),
    lines: count("How many are dealt with, taken or refused: an import that was cut off goes on after them."),
    taken: count("How many were written."),
    added: count("What those made anew; the others changed what was there, or nothing."),
    refused: count("How many were left out."),
    isComplete: flag("It was read to its end."),
    beganAt: time("When its first lines were stored."),
    updatedAt: time("When it last came further."),
    refusedLines: list(named("RefusedUploadLine"), "The first 100 lines that were refused."),
  }),
  RefusedUploadLine: viewSchema<RefusedUploadLine>("A line that was left out.", {
    line: { type: "integer", minimum: 1, description: "Counted from 1, without empty lines and a header." },
    problems: list(named("LineProblem"), "All that is wrong with it."),
  }),
  UploadPage: pageSchema("Imports by name.", "Upload"),
  RefusedUploadLinePage: pageSchema("Refused lines, by line.", "RefusedUploadLine"),
};
