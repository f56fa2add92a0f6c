import { all, Describe, LanguageTag, Optional, TimeZone } from "./fields.ts";

/** The language of a person, where it is known. */
export function OptionalLocale(): PropertyDecorator {
  return all(Describe("BCP 47 language tag.", { examples: ["ja"] }), LanguageTag(), Optional());
}

/** The zone of a person, where it is known. */
export function OptionalTimeZone(): PropertyDecorator {
  return all(Describe("IANA time zone name.", { examples: ["Asia/Tokyo"] }), TimeZone(), Optional());
}
