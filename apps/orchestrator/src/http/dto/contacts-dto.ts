import "reflect-metadata";
import type { Purpose } from "@todoke/core";
import { type AttributeValue, consentPurposes, type ConsentState, consentStates } from "@todoke/engine";
import { IsBoolean, IsIn } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { contactIdForm } from "../id-forms.ts";
import { Attributes } from "./attributes.ts";
import { AddressChanges, Addresses, Describe, Instant, LanguageTag, NestedList, Optional, OptionalOrNull, Text, TimeZone } from "./fields.ts";
import { Cursor, PageQueryDto } from "./list-query-dto.ts";
import { OptionalLocale, OptionalTimeZone } from "./locale-fields.ts";

/** Query of a list of contacts. */
export class ContactListQueryDto extends PageQueryDto {
  @Cursor(contactIdForm)
  cursor?: string;

  @Optional()
  @IsIn(["person", "group"])
  @Describe("Only people, or only groups.")
  kind?: "person" | "group";

  @Optional()
  @Text(1, 64)
  @Describe("Only whom this account taught us of.")
  account?: string;

  @Optional()
  @Text(1, 512)
  @Describe("Only who has this address.")
  address?: string;

  @Optional()
  @Text(1, 255)
  @Describe("Only who has this name of yours.")
  reference?: string;
}

const kinds = ["person", "group"] as const;

@JSONSchema({ description: "What a person said of messages of one purpose on one channel." })
export class ConsentStatementDto {
  @Text(1, 64)
  @Describe("The channel.", { examples: ["line", "sms"] })
  channel!: string;

  @IsIn(consentPurposes)
  @Describe("What the messages are for. Codes and alerts are not subject to consent.")
  purpose!: Purpose;

  @IsIn(consentStates)
  @Describe("What was said.")
  state!: ConsentState;

  @Optional()
  @Text(1, 255)
  @Describe("How you know of it, for people to read. Default: api, or upload.", { examples: ["web form"] })
  source?: string;

  @Optional()
  @Instant()
  @Describe("When it was said: the latest holds, of two at once the withdrawal. Default: now, where it is not what holds already.", {
    examples: ["2026-02-01T09:00:00+09:00"],
  })
  at?: string;
}

/** Query of what a contact said. */
export class ConsentListQueryDto extends PageQueryDto {
  @Cursor(/^\d{1,9}$/)
  cursor?: string;
}

/** What both ways of writing a contact take. */
class ContactFieldsDto {
  @Optional()
  @IsIn(kinds)
  @Describe("What it is. Default of a new one: person.")
  kind?: (typeof kinds)[number];

  @Optional()
  @Attributes()
  @Describe("What you keep about it: texts, numbers, booleans and lists of texts by name. Names that are not given stay; null takes one away.", {
    examples: [{ city: "Chiang Mai", visits: 12, interests: ["tea", "hiking"] }],
  })
  attributes?: Record<string, AttributeValue | null>;

  @Optional()
  @IsBoolean()
  @Describe("Whether test messages go to it. Default of a new one: false.")
  tester?: boolean;

  @Optional()
  @NestedList(ConsentStatementDto, 1, 100)
  @Describe("What the person said of messages; kept beside what was said before.")
  consents?: ConsentStatementDto[];
}

@JSONSchema({ description: "A person or a group: needs a `reference` or at least one address. What is not given stays as it is." })
export class ContactDto extends ContactFieldsDto {
  @Optional()
  @Text(1, 255)
  @Describe("Your own name for it, which no other contact has.")
  reference?: string;

  @Optional()
  @Addresses()
  @Describe("Addresses by kind, in place of those of these kinds that are there.", {
    examples: [{ line: "U4af4980629f1ca5c9f4a1d0b7d8a9f10", phone: "+819012345678" }],
  })
  addresses?: Record<string, string>;

  @OptionalLocale()
  locale?: string;

  @OptionalTimeZone()
  timeZone?: string;
}

@JSONSchema({ description: "What is to be changed of a contact: what is not given stays as it is, and null takes away." })
export class ContactChangesDto extends ContactFieldsDto {
  @Text(1, 255)
  @OptionalOrNull("Your own name for it, which no other contact has.")
  reference?: string | null;

  @Optional()
  @AddressChanges()
  @Describe("Addresses by kind, in place of those of these kinds that are there; null takes one away.")
  addresses?: Record<string, string | null>;

  @LanguageTag()
  @OptionalOrNull("BCP 47 language tag.")
  locale?: string | null;

  @TimeZone()
  @OptionalOrNull("IANA time zone name.")
  timeZone?: string | null;
}
