import { ConfigurationError, type JsonValue } from "@todoke/core";
import { whyNot, type AccountTerms } from "../account/account-terms.ts";
import { checkShape, type Shape } from "../content-shape.ts";
import { choice, flag, list, onlyFields, record, text, whole } from "../shapes.ts";
import {
  extendCatalogue,
  notificationCountries,
  type CatalogueAddition,
  type NotificationCatalogue,
  type NotificationCountry,
} from "./catalogue.ts";
import { notificationTemplateLimits } from "./notification-template.ts";

/** `template`: fixed forms of LINE's catalogue. `flexible`: messages of a design that LINE reviewed. */
export const notificationProducts = ["template", "flexible"] as const;

export type NotificationProduct = (typeof notificationProducts)[number];

/** A design of flexible messages, by the account's own name for it. */
export interface FlexibleDesign {
  readonly name: string;
  /** LINE reviewed it and said yes. */
  readonly approved: boolean;
}

/** The terms of an account's contract for notification messages. What is left out is not checked. */
export interface NotificationSettings {
  /** Chooses the catalogue that keys are looked up in; the account's own country by default. */
  readonly country?: NotificationCountry;
  /** Where the contract says that numbers must have been issued; all three by default. */
  readonly numbersFrom?: readonly NotificationCountry[];
  /** Both by default; content for a product that is missing is refused. */
  readonly products?: readonly NotificationProduct[];
  /** Where given, each flexible message names its `design`, and only approved ones go out. */
  readonly flexibleDesigns?: readonly FlexibleDesign[];
  /** Keys that LINE showed to the account; needs `country`. */
  readonly catalogue?: CatalogueAddition;
  /**
   * Most UTF-16 units in the emphasised item. Documented as 15, while LINE's own example has 25: raise it once LINE has
   * accepted longer ones from your account.
   */
  readonly maxEmphasizedLength?: number;
}

/** {@link NotificationSettings} that were checked, with every default filled in. */
export interface NotificationTerms {
  readonly products: readonly NotificationProduct[];
  /** Where numbers must have been issued. */
  readonly numbersFrom: readonly NotificationCountry[];
  /** Undefined: designs are not checked. */
  readonly flexibleDesigns: readonly FlexibleDesign[] | undefined;
  /** Undefined: keys are not looked up. */
  readonly catalogue: NotificationCatalogue | undefined;
  readonly maxEmphasizedLength: number;
}

/** Throws `ConfigurationError` with the place of the first setting that cannot be right. */
export function resolveNotificationSettings(
  settings: NotificationSettings | undefined,
  account: AccountTerms,
): NotificationTerms {
  const [wrong] = checkShape(settingsShape, (settings ?? {}) as JsonValue, "");
  if (wrong) throw new ConfigurationError(`notification${wrong.pointer.replaceAll("/", ".")}`, wrong.detail);
  const reason = settings && whyNot("notification", account);
  if (reason !== undefined) throw new ConfigurationError("notification", `leave it out: ${reason}`);
  const { catalogue, products = notificationProducts, flexibleDesigns, maxEmphasizedLength, numbersFrom } = settings ?? {};
  const country = settings?.country ?? notificationCountries.find((known) => known === account.country);
  if (account.country !== undefined && country !== undefined && country !== account.country) {
    throw new ConfigurationError("notification.country", `must be the account's own, ${account.country}`);
  }
  if (catalogue !== undefined && country === undefined) {
    throw new ConfigurationError("notification.country", "must say which country the catalogue is for");
  }
  return {
    products,
    numbersFrom: numbersFrom ?? notificationCountries,
    flexibleDesigns,
    catalogue: country === undefined ? undefined : extendCatalogue(country, catalogue),
    maxEmphasizedLength: maxEmphasizedLength ?? notificationTemplateLimits.maxEmphasizedLength,
  };
}

const name = text(200);
const many = Number.MAX_SAFE_INTEGER;
const entries = list(0, many, record({ key: name, "use?": name }, onlyFields("key", "use")));

const settingsShape: Shape = record(
  {
    "country?": choice(...notificationCountries),
    "numbersFrom?": list(1, notificationCountries.length, choice(...notificationCountries)),
    "products?": list(1, notificationProducts.length, choice(...notificationProducts)),
    "flexibleDesigns?": list(0, many, record({ name, approved: flag }, onlyFields("name", "approved"))),
    "catalogue?": record(
      {
        "asOf?": text(10, /^\d{4}-\d{2}-\d{2}$/),
        "complete?": flag,
        "templates?": entries,
        "items?": entries,
        "buttons?": entries,
      },
      onlyFields("asOf", "complete", "templates", "items", "buttons"),
    ),
    "maxEmphasizedLength?": whole(1),
  },
  onlyFields("country", "numbersFrom", "products", "flexibleDesigns", "catalogue", "maxEmphasizedLength"),
);
