/** A number without its fraction; nothing for one that is not known. */
export function wholeNumber(number: number | undefined): string {
  return number === undefined ? "" : String(Math.round(number));
}

/** A share in per cent; nothing for one that is not known. */
export function percentage(share: number | undefined): string {
  return share === undefined ? "" : `${Math.round(share * 100)} %`;
}

/** How one number stands to another, to the hundredth; nothing when either is not known. */
export function ratio(number: number | undefined, to: number | undefined): string {
  return number === undefined || to === undefined || to === 0 ? "" : (number / to).toFixed(2);
}
