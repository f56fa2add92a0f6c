/** A delivery as callers know it. */
export function deliveryId({ messageId, number }: { readonly messageId: string; readonly number: number }): string {
  return `${messageId.replace("msg_", "dlv_")}_${number}`;
}

export function iso(moment: Date | number): string {
  return new Date(moment).toISOString();
}
