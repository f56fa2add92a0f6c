/** What one unit costs. */
export interface Price {
  /** A decimal number without exponent, as text where its digits matter: `0.0787`. */
  readonly unit: number | string;
  /** ISO 4217: `USD`. */
  readonly currency: string;
}

/** An account's prices by the country of the recipient (ISO 3166-1 alpha-2); `*` for all others. */
export type Prices = Readonly<Record<string, Price>>;

/** An exact sum of money, in words that JSON cannot round. */
export interface Amount {
  /** A decimal number: `0.1574`. */
  readonly amount: string;
  readonly currency: string;
}

/** What so many units cost; undefined where no price is known. */
export function priceOf(prices: Prices | undefined, country: string | undefined, units: number): Amount | undefined {
  const own = country === undefined || prices === undefined || !Object.hasOwn(prices, country) ? undefined : prices[country];
  const price = own ?? prices?.["*"];
  if (price === undefined) return undefined;
  const { digits, scale } = readDecimal(String(price.unit));
  return { amount: writeDecimal(digits * BigInt(units), scale), currency: price.currency };
}

/** Adds amounts up by currency, in the order in which currencies first come. */
export function sumByCurrency(amounts: readonly Amount[]): readonly Amount[] {
  return [...Map.groupBy(amounts, ({ currency }) => currency)].map(([currency, group]) => {
    const decimals = group.map(({ amount }) => readDecimal(amount));
    const scale = Math.max(...decimals.map((each) => each.scale));
    const sum = decimals.reduce((total, each) => total + each.digits * 10n ** BigInt(scale - each.scale), 0n);
    return { amount: writeDecimal(sum, scale), currency };
  });
}

/** What prices may look like: JavaScript writes numbers below 0.000001 with an exponent. */
export const decimalPattern = "^\\d{1,9}(\\.\\d{1,12})?$";

const decimal = new RegExp(decimalPattern);

/** The number without its point, and how many digits stood behind it. */
export function readDecimal(text: string): { readonly digits: bigint; readonly scale: number } {
  const [whole = "0", fraction = ""] = text.split(".");
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}

/** The number with its point, without zeros that say nothing. */
export function writeDecimal(digits: bigint, scale: number): string {
  if (scale === 0) return String(digits);
  const text = String(digits).padStart(scale + 1, "0");
  return `${text.slice(0, -scale)}.${text.slice(-scale)}`.replace(/\.?0+$/, "");
}

/** Whether a price can be reckoned with. */
export function isPrice({ unit, currency }: Price): boolean {
  return decimal.test(String(unit)) && /^[A-Z]{3}$/.test(currency);
}
