/** Lower-case words joined by dashes, as `identity.words` asks of providers and channels. */
export const wordsShape = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** One name in every form in which sources have it: `grey-quetzal`, `greyQuetzal`, `GreyQuetzal`, `GREY_QUETZAL`, `Grey Quetzal`. */
export function formsOf(name: string): readonly string[] {
  const capitalised = name.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const pascal = capitalised.join("");
  return [
    name,
    pascal.charAt(0).toLowerCase() + pascal.slice(1),
    pascal,
    name.replaceAll("-", "_").toUpperCase(),
    capitalised.join(" "),
  ];
}

/** Puts `name` in the place of `placeholder` in each of its forms. */
export function rename(text: string, placeholder: string, name: string): string {
  const forms = formsOf(name);
  return formsOf(placeholder).reduce((renamed, form, index) => renamed.replaceAll(form, forms[index] ?? name), text);
}
