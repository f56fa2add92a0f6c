/** A person's addresses by our kinds. */
export type Addresses = Readonly<Partial<Record<"line" | "phone", string>>>;

/** Tells a LINE id and a phone number apart, the number with its country code, with or without `+`; undefined for neither. */
export function addressesOf(text: string): Addresses | undefined {
  if (/^[UCR][0-9a-f]{32}$/.test(text)) return { line: text };
  return /^\+?\d{5,20}$/.test(text) ? { phone: `+${text.replace("+", "")}` } : undefined;
}
