import type { Random } from "../random.ts";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A ULID (github.com/ulid/spec): 10 characters of time, 16 of chance. */
export function createUlid(timeMs: number, random: Random): string {
  let rest = timeMs;
  let time = "";
  for (let digit = 0; digit < 10; digit++) {
    time = `${alphabet[rest % 32]}${time}`;
    rest = Math.floor(rest / 32);
  }
  let chance = "";
  for (let digit = 0; digit < 16; digit++) chance += alphabet[Math.floor(random() * 32)];
  return time + chance;
}
