import type { Content, Problem } from "@todoke/core";

/** One form of a content: the content itself or a translation, with nothing of the others. */
export interface ContentForm {
  /** JSON pointer relative to the content. */
  readonly pointer: string;
  /** Undefined for the form of everybody who has no nearer one. */
  readonly locale: string | undefined;
  readonly content: Content;
}

/** All forms, that of everybody else first. */
export function formsOf(content: Content): readonly ContentForm[] {
  const translated = (content.translations ?? []).map(({ locale, content: translation }, index) => ({
    pointer: `/translations/${index}/content`,
    locale,
    content: alone(translation),
  }));
  return [{ pointer: "", locale: undefined, content: alone(content) }, ...translated];
}

function alone(content: Content): Content {
  if (content.translations === undefined) return content;
  const { translations: _, ...own } = content;
  return own;
}

/**
 * Finds what each language gets: the nearest tag, going up from `zh-Hant-TW` over `zh-Hant` to `zh` as RFC 4647, 3.4
 * looks tags up, and the first where there is none.
 */
export class ByLocale<Form> {
  readonly #first: Form;
  readonly #byTag: ReadonlyMap<string, Form>;

  /** Of forms in the order of `formsOf`. */
  constructor(forms: readonly (readonly [locale: string | undefined, form: Form])[]) {
    this.#first = forms[0]![1];
    this.#byTag = new Map(forms.flatMap(([locale, form]) => (locale === undefined ? [] : [[locale.toLowerCase(), form]])));
  }

  nearest(locale: string | undefined): Form {
    if (this.#byTag.size === 0 || locale === undefined) return this.#first;
    for (let tag = locale.toLowerCase(); tag !== ""; tag = shorter(tag)) {
      const form = this.#byTag.get(tag);
      if (form !== undefined) return form;
    }
    return this.#first;
  }
}

/** Without its last part, and without what only leads that one in: `zh-x-y` becomes `zh`. */
function shorter(tag: string): string {
  return tag.slice(0, Math.max(0, tag.lastIndexOf("-"))).replace(/-[^-]$/, "");
}

/** What is wrong with translations as such; what they say is checked like any content. */
export function checkTranslations(content: Content, base: string, problems: Problem[]): void {
  const seen = new Set<string>();
  for (const [index, { locale, content: translation }] of (content.translations ?? []).entries()) {
    const report = (field: string, code: string, detail: string) =>
      problems.push({ pointer: `${base}/translations/${index}/${field}`, code, detail });
    if (!isLanguageTag(locale)) report("locale", "malformed", "must be a language tag such as ja or zh-TW");
    else if (seen.has(locale.toLowerCase())) report("locale", "duplicate-locale", "another translation is for this language already");
    seen.add(locale.toLowerCase());
    if (translation.translations !== undefined) report("content/translations", "nested-translations", "a translation has none itself");
  }
}

function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
