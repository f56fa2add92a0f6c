import type { NotificationCatalogue } from "../catalogue.ts";

/** LINE offers templates in Taiwan; none of their keys is known here yet. */
export const taiwan: NotificationCatalogue = {
  country: "TW",
  asOf: "2026-08-07",
  complete: false,
  templates: [],
  items: [],
  buttons: [],
};
