import type { AccountServices } from "@todoke/core";
import { whyNot } from "./account/account-terms.ts";
import { describeTemplates } from "./notification/describe-templates.ts";
import { createAudienceService } from "./audiences/audience-service.ts";
import type { Line } from "./create-line.ts";

/** What a LINE account offers besides sending, in the contract's words. */
export function createAccountServices(line: Line, sendsNotifications: boolean): AccountServices {
  return {
    async probe(options) {
      const { displayName, basicId } = await line.botInfo(options);
      return { name: displayName, address: basicId };
    },
    directory: line.directory,
    inboundDoor: {
      current: (options) => line.webhookEndpoint.get(options),
      set: (url, options) => line.webhookEndpoint.set(url, options),
      test: (url, options) => line.webhookEndpoint.test(url, options),
    },
    audiences: createAudienceService(line.audiences),
    whyNot: (ability) => whyNot(ability, line.terms.account),
    ...(sendsNotifications && { notificationTemplates: () => describeTemplates(line.terms.notification) }),
  };
}
