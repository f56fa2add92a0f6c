import "reflect-metadata";
import type { JsonObject } from "@todoke/core";
import type { AccountUsage } from "@todoke/engine";
import { IsObject } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { accountUsageSchemas } from "../../configuration/account-usage-schemas.ts";
import { orNull } from "../openapi/view-schema.ts";
import { Describe, Optional, Text } from "./fields.ts";
import { Shaped } from "./shaped.ts";

const { useReplyTokens, forwardTo, countries, keepQuota, prices, limits } = accountUsageSchemas;

@JSONSchema({ description: "Credentials at a provider, and how they shall be used: an account as the configuration file has it, but for its id." })
export class NewAccountDto {
  @Text(1, 64)
  @Describe("The vendor.", { examples: ["line", "twilio"] })
  provider!: string;

  @Text(1, 100)
  @Describe("For people.", { examples: ["Shop in Bangkok"] })
  name!: string;

  @IsObject()
  @Describe("As the provider's package documents them, secrets among them. They are stored encrypted, and never shown but for what holds no secret.")
  settings!: JsonObject;

  @Optional()
  @Shaped(useReplyTokens)
  useReplyTokens?: NonNullable<AccountUsage["useReplyTokens"]>;

  @Optional()
  @Shaped(forwardTo)
  forwardTo?: NonNullable<AccountUsage["forwardTo"]>;

  @Optional()
  @Shaped(countries)
  countries?: NonNullable<AccountUsage["countries"]>;

  @Optional()
  @Shaped(keepQuota)
  keepQuota?: NonNullable<AccountUsage["keepQuota"]>;

  @Optional()
  @Shaped(prices)
  prices?: NonNullable<AccountUsage["prices"]>;

  @Optional()
  @Shaped(limits)
  limits?: NonNullable<AccountUsage["limits"]>;
}

@JSONSchema({ description: "What shall be different. What is not named stays as it is; null takes it away." })
export class AccountChangesDto {
  @Optional()
  @Text(1, 100)
  @Describe("For people.")
  name?: string;

  @Optional()
  @IsObject()
  @Describe("Settings by name, each whole: those that are not named stay, secrets among them, and null takes one away.")
  settings?: JsonObject;

  @Optional()
  @Shaped(orNull(useReplyTokens))
  useReplyTokens?: NonNullable<AccountUsage["useReplyTokens"]> | null;

  @Optional()
  @Shaped(orNull(forwardTo))
  forwardTo?: NonNullable<AccountUsage["forwardTo"]> | null;

  @Optional()
  @Shaped(orNull(countries))
  countries?: NonNullable<AccountUsage["countries"]> | null;

  @Optional()
  @Shaped(orNull(keepQuota))
  keepQuota?: NonNullable<AccountUsage["keepQuota"]> | null;

  @Optional()
  @Shaped(orNull(prices))
  prices?: NonNullable<AccountUsage["prices"]> | null;

  @Optional()
  @Shaped(orNull(limits))
  limits?: NonNullable<AccountUsage["limits"]> | null;
}
