import { ConfigurationError, ProviderError } from "@todoke/core";

/** How far LINE has looked into who runs the account. */
export const lineTiers = ["unverified", "verified", "premium"] as const;

export type LineTier = (typeof lineTiers)[number];

/** What is known of the account itself; what is unknown is not checked. */
export interface AccountTerms {
  /** Where the account was made: two letters of ISO 3166. */
  readonly country: string | undefined;
  readonly tier: LineTier | undefined;
}

/** Something that LINE offers to some accounts only. */
export type LineAbility = "audiences" | "attributes" | "followers" | "notification";

/** Where LINE keeps audiences, knows attributes of people, and sends notification messages. */
const servedCountries: readonly string[] = ["JP", "TH", "TW"];

interface Restriction {
  readonly ability: LineAbility;
  readonly applies: (terms: AccountTerms) => boolean;
  readonly says: string;
}

const isElsewhere = ({ country }: AccountTerms) => country !== undefined && !servedCountries.includes(country);

/** "Manage audience", "Narrowcast", "Get a list of users", "LINE notification messages", developers.line.biz. */
const restrictions: readonly Restriction[] = [
  { ability: "audiences", applies: isElsewhere, says: "audiences are kept for accounts of JP, TH and TW only" },
  { ability: "attributes", applies: isElsewhere, says: "attributes of people are known to accounts of JP, TH and TW only" },
  { ability: "notification", applies: isElsewhere, says: "notification messages are for accounts of JP, TH and TW only" },
  {
    ability: "notification",
    applies: ({ country, tier }) => country === "TH" && tier === "unverified",
    says: "in TH notification messages are for verified and premium accounts only",
  },
  {
    ability: "followers",
    applies: ({ tier }) => tier === "unverified",
    says: "friends are listed for verified and premium accounts only",
  },
];

/** Why LINE would refuse it to this account; undefined where nothing that is known speaks against it. */
export function whyNot(ability: LineAbility, terms: AccountTerms): string | undefined {
  return restrictions.find((restriction) => restriction.ability === ability && restriction.applies(terms))?.says;
}

/** Throws class `sender` without a call. */
export function refuseUnable(ability: LineAbility, terms: AccountTerms): void {
  const reason = whyNot(ability, terms);
  if (reason === undefined) return;
  throw new ProviderError({ class: "sender", providerCode: "not-for-this-account", message: `On LINE ${reason}` });
}

/** Throws `ConfigurationError` for what is no country and no tier. */
export function resolveAccountTerms(settings: { readonly country?: string; readonly tier?: LineTier }): AccountTerms {
  const { country, tier } = settings;
  if (country !== undefined && !/^[A-Z]{2}$/.test(country)) {
    throw new ConfigurationError("country", "must be two capital letters, such as JP");
  }
  if (tier !== undefined && !lineTiers.includes(tier)) {
    throw new ConfigurationError("tier", `must be one of ${lineTiers.join(", ")}`);
  }
  return { country, tier };
}
