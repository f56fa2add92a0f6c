/** How many parts a text travels and is billed in. */
export interface SegmentCount {
  /** One character outside the GSM alphabet moves the whole text to UCS-2. */
  readonly encoding: "GSM-7" | "UCS-2";
  /** At least 1. */
  readonly segments: number;
  /** Septets for GSM-7, UTF-16 code units for UCS-2. */
  readonly units: number;
}

/**
 * Counts the segments of a text as networks cut it. What a provider bills is its own count; the two differ at most where
 * emoji fall on a border.
 */
export function countSegments(text: string): SegmentCount {
  const characters = Array.from(text);
  const septets = characters.map(septetsOf);
  return septets.every((cost) => cost !== undefined)
    ? { encoding: "GSM-7", ...pack(septets, gsmSize) }
    : { encoding: "UCS-2", ...pack(characters.map(codeUnitsOf), ucsSize) };
}

/** Units in a message of one part, and in each part of a longer one, whose header takes six octets (3GPP TS 23.040). */
interface PartSize {
  readonly alone: number;
  readonly concatenated: number;
}

const gsmSize: PartSize = { alone: 160, concatenated: 153 };
const ucsSize: PartSize = { alone: 70, concatenated: 67 };

/** The default alphabet of 3GPP TS 23.038, in code order, without the escape character. */
const basicAlphabet = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);

/** The extension table of 3GPP TS 23.038: each of these is sent as an escape and a code. */
const extensionAlphabet = new Set("\f^{}\\[~]|€");

/** Whether a character (one code point) is in the alphabet that SMS fits 160 of into one segment. */
export function isGsmCharacter(character: string): boolean {
  return septetsOf(character) !== undefined;
}

function septetsOf(character: string): number | undefined {
  if (basicAlphabet.has(character)) return 1;
  return extensionAlphabet.has(character) ? 2 : undefined;
}

function codeUnitsOf(character: string): number {
  return character.length;
}

/** Fills parts in order; an escape pair or a surrogate pair is never cut in two. */
function pack(costs: readonly number[], size: PartSize): { segments: number; units: number } {
  const units = costs.reduce((sum, cost) => sum + cost, 0);
  if (units <= size.alone) return { segments: 1, units };
  let segments = 1;
  let used = 0;
  for (const cost of costs) {
    if (used + cost > size.concatenated) {
      segments += 1;
      used = 0;
    }
    used += cost;
  }
  return { segments, units };
}
