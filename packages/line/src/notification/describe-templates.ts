import type { NotificationTemplates } from "@todoke/core";
import type { NotificationTerms } from "./notification-settings.ts";

/** What notifications may be made of under these terms: products that the contract lacks are left out. */
export function describeTemplates({ catalogue, flexibleDesigns, products }: NotificationTerms): NotificationTemplates {
  const known = products.includes("template") ? catalogue : undefined;
  return {
    country: known?.country ?? null,
    asOf: known?.asOf ?? null,
    complete: known?.complete ?? false,
    templates: known?.templates ?? [],
    items: known?.items ?? [],
    buttons: known?.buttons ?? [],
    designs: products.includes("flexible") ? (flexibleDesigns ?? null) : [],
  };
}
