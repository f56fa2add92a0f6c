import type { ContentProblem, NotificationContent } from "@todoke/core";
import { problem } from "../content-shape.ts";
import { japan } from "./catalogues/japan.ts";
import { taiwan } from "./catalogues/taiwan.ts";
import { thailand } from "./catalogues/thailand.ts";

/** Where LINE sends notification messages. The country of the sending account chooses the catalogue. */
export const notificationCountries = ["JP", "TH", "TW"] as const;

export type NotificationCountry = (typeof notificationCountries)[number];

/** A key of LINE's catalogue and what it stands for. */
export interface CatalogueEntry {
  /** Null: LINE has it, and its key is not known here yet. */
  readonly key: string | null;
  /** Null where only the key is known. */
  readonly use: string | null;
}

/** What is known of the templates of one country. LINE shows them to contracted accounts and publishes no list. */
export interface NotificationCatalogue {
  readonly country: NotificationCountry;
  /** The day that it was true, as in 2026-11-21. */
  readonly asOf: string;
  /** Holds every key that there is: a key that is missing here is refused, not only warned of. */
  readonly complete: boolean;
  readonly templates: readonly CatalogueEntry[];
  readonly items: readonly CatalogueEntry[];
  readonly buttons: readonly CatalogueEntry[];
}

/** An account's own knowledge, added to what is known here. Only this can make a catalogue complete. */
export interface CatalogueAddition {
  readonly asOf?: string;
  readonly complete?: boolean;
  readonly templates?: readonly AddedEntry[];
  readonly items?: readonly AddedEntry[];
  readonly buttons?: readonly AddedEntry[];
}

interface AddedEntry {
  readonly key: string;
  readonly use?: string;
}

/** What this package knows, by country. */
export const notificationCatalogues: Readonly<Record<NotificationCountry, NotificationCatalogue>> = {
  JP: japan,
  TH: thailand,
  TW: taiwan,
};

/** The catalogue of a country, with what the account adds; the addition's date replaces ours. */
export function extendCatalogue(country: NotificationCountry, addition: CatalogueAddition = {}): NotificationCatalogue {
  const known = notificationCatalogues[country];
  return {
    country,
    asOf: addition.asOf ?? known.asOf,
    complete: addition.complete ?? known.complete,
    templates: [...known.templates, ...toEntries(addition.templates)],
    items: [...known.items, ...toEntries(addition.items)],
    buttons: [...known.buttons, ...toEntries(addition.buttons)],
  };
}

function toEntries(added: readonly AddedEntry[] = []): readonly CatalogueEntry[] {
  return added.map(({ key, use = null }) => ({ key, use }));
}

export interface CatalogueFindings {
  /** By a complete catalogue, and of keys that belong to another country. */
  readonly problems: readonly ContentProblem[];
  readonly warnings: readonly string[];
}

/** What the catalogue does not hold of a notification's keys. */
export function lookUpKeys(content: NotificationContent, catalogue: NotificationCatalogue): CatalogueFindings {
  const unknown = keysOf(content).filter(({ list, key }) => !catalogue[list].some((entry) => entry.key === key));
  if (unknown.length === 0) return { problems: [], warnings: [] };
  const { country, asOf, complete } = catalogue;
  const foreign = unknown.flatMap(({ list, key, pointer }) => {
    const home = Object.values(notificationCatalogues).find((other) => other[list].some((entry) => entry.key === key));
    const detail = `is of the catalogue for ${home?.country}, and the account's is that for ${country}`;
    return home === undefined ? [] : [problem(pointer, "other-country", detail)];
  });
  if (foreign.length > 0 && !complete) return { problems: foreign, warnings: [] };
  if (complete) {
    const detail = `is not in the account's catalogue for ${country} of ${asOf}`;
    return { problems: unknown.map(({ pointer }) => problem(pointer, "unknown-key", detail)), warnings: [] };
  }
  const keys = [...new Set(unknown.map(({ key }) => key))].join(", ");
  return {
    problems: [],
    warnings: [`Not in the catalogue for ${country} of ${asOf}, so that LINE may refuse it: ${keys}`],
  };
}

interface UsedKey {
  readonly list: "templates" | "items" | "buttons";
  readonly key: string;
  readonly pointer: string;
}

function keysOf({ templateKey, emphasizedItem, items = [], buttons = [] }: NotificationContent): readonly UsedKey[] {
  return [
    { list: "templates", key: templateKey, pointer: "/templateKey" },
    ...(emphasizedItem
      ? [{ list: "items", key: emphasizedItem.itemKey, pointer: "/emphasizedItem/itemKey" } as const]
      : []),
    ...items.map(
      ({ itemKey }, index) => ({ list: "items", key: itemKey, pointer: `/items/${index}/itemKey` }) as const,
    ),
    ...buttons.map(
      ({ buttonKey }, index) => ({ list: "buttons", key: buttonKey, pointer: `/buttons/${index}/buttonKey` }) as const,
    ),
  ];
}
