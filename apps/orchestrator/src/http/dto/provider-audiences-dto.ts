import "reflect-metadata";
import { Matches } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { messageIdForm } from "../id-forms.ts";
import { Describe, ExactlyOneOf, Optional, Text, TextList } from "./fields.ts";
import { Cursor } from "./list-query-dto.ts";

const maximumIds = 10_000;
const nameMeaning = "The provider's name for it: up to 120 characters at LINE, on one line.";
const noteMeaning = "Names this addition; comes back with its job.";

@JSONSchema({ description: "An audience at the provider, made of ids." })
export class NewProviderAudienceDto {
  @Text(1, 255)
  @Describe(nameMeaning)
  name!: string;

  @Optional()
  @TextList(1, maximumIds, 64)
  @Describe("Who is in it, as the provider names people: LINE user ids. None to begin with, where absent.")
  ids?: string[];

  @Optional()
  @Text(1, 300)
  @Describe(noteMeaning)
  note?: string;
}

@JSONSchema({ description: "People for an audience at the provider. They cannot be taken out of it again." })
export class ProviderAudienceIdsDto {
  @TextList(1, maximumIds, 64)
  @Describe("As the provider names people. One that is wrong fails the whole call.")
  ids!: string[];

  @Optional()
  @Text(1, 300)
  @Describe(noteMeaning)
  note?: string;
}

/** An audience of those who did something with an earlier send to an audience. */
abstract class AudienceFromSendDto {
  @ExactlyOneOf("requestId")
  @Matches(messageIdForm, { message: "$property must be the id of a message: msg_…" })
  @Describe("A message of yours that went to an audience.")
  message?: string;

  @ExactlyOneOf("message")
  @Text(1, 100)
  @Describe("The provider's name for a send that was not made here.")
  requestId?: string;
}

@JSONSchema({ description: "An audience of those who saw an earlier broadcast or narrowcast." })
export class AudienceFromImpressionsDto extends AudienceFromSendDto {
  @Text(1, 255)
  @Describe(nameMeaning)
  name!: string;
}

@JSONSchema({ description: "An audience of those who tapped an address in an earlier broadcast or narrowcast." })
export class AudienceFromClicksDto extends AudienceFromSendDto {
  @Text(1, 255)
  @Describe(nameMeaning)
  name!: string;

  @Optional()
  @Text(1, 2000)
  @Describe("Only who tapped this address; any address of the message where absent.")
  clickUrl?: string;
}

@JSONSchema({ description: "A new name for an audience at the provider." })
export class ProviderAudienceNameDto {
  @Text(1, 255)
  @Describe(nameMeaning)
  name!: string;
}

/** Query of the list of a provider's audiences. */
export class ProviderAudienceListQueryDto {
  @Cursor(/^[1-9]\d{0,5}$/)
  cursor?: string;

  @Optional()
  @Text(1, 120)
  @Describe("Only those with this in their name.")
  name?: string;
}

/** Query of an addition by text. */
export class ProviderAudienceNoteQueryDto {
  @Optional()
  @Text(1, 300)
  @Describe(`${noteMeaning} For \`text/plain\`; JSON has it in the body.`)
  note?: string;
}
