/** A number without its fraction; nothing for one that is not known. */
export function wholeNumber(number: number | undefined): string {
  return number === undefined ? "" : String(Math.round(number));
}

/** A share in per cent; nothing for one that is not known. */
export function percentage(share: number | undefined): string {
  return share === undefined ? "" : `${Math.round(share * 100)} %`;
}
