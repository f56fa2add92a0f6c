/** "What is GSM-7 character encoding": the alphabet, its extensions, and how many fit into one segment and into several. */
const basic =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const extension = "\f^{}\\[~]|€";

/** How many segments a text is billed as. Pairs that must not be cut apart are counted as if they could be. */
export function countTwilioSegments(body: string): number {
  const characters = Array.from(body);
  const isGsm = characters.every((character) => basic.includes(character) || extension.includes(character));
  const units = isGsm ? characters.reduce((sum, character) => sum + (extension.includes(character) ? 2 : 1), 0) : body.length;
  const [alone, joined] = isGsm ? [160, 153] : [70, 67];
  return units <= alone ? 1 : Math.ceil(units / joined);
}
