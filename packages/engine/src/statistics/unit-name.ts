const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** From so many people on, a step's statistics get a name without being asked for. */
export const automaticUnitFrom = 100;

/** A name of the step's own: `s1_` and the message's id in 22 letters and digits. */
export function unitNameFor(messageId: string, step: number): string {
  return `s${step + 1}_${inLetters(BigInt(`0x${messageId.replaceAll("-", "")}`)).padStart(22, "0")}`;
}

function inLetters(value: bigint): string {
  let rest = value;
  let text = "";
  for (; rest > 0n; rest /= 62n) text = digits[Number(rest % 62n)]! + text;
  return text;
}
