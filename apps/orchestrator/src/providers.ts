import type { ProviderDefinition } from "@todoke/core";
import { lineProvider } from "@todoke/line";
import { httpSmsProvider } from "@todoke/sms-http";
import { twilioSmsProvider } from "@todoke/sms-twilio";
import { vonageSmsProvider } from "@todoke/sms-vonage";

/** Every provider that the service offers. Adding one takes one line here and its package in the manifest. */
export const providers: readonly ProviderDefinition[] = [lineProvider, httpSmsProvider, twilioSmsProvider, vonageSmsProvider];
