/** The attempt's id without its dashes: 32 characters, within the 16 to 100 that LINE takes. */
export function deliveryTagFor(attemptId: string): string {
  return attemptId.replaceAll("-", "").toLowerCase();
}

/** Undefined for tags of other senders, and for the hashed number that LINE gives where no tag was sent. */
export function attemptIdFromTag(tag: string): string | undefined {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(tag);
  return parts?.slice(1).join("-");
}
