/** How many people a filter finds now. */
export interface PeopleCount {
  readonly people: number;
  /** Of them, whose time zone is not known. */
  readonly withoutTimeZone: number;
  /** By kind, how many have an address of it. */
  readonly addresses: readonly { readonly kind: string; readonly people: number }[];
}
