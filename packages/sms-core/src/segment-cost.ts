import type { CostCapability, JsonObject } from "@todoke/core";
import { describeCostlyCharacters } from "./costly-characters.ts";
import { countSegments } from "./segments.ts";

/** The bill of an SMS, counted in segments. `readText` finds the text in a payload that the provider's `render` made. */
export function segmentCost(readText: (payload: JsonObject) => string | undefined): CostCapability {
  return {
    unit: "segment",
    units: (payload) => countSegments(readText(payload) ?? "").segments,
    explain(payload) {
      const text = readText(payload) ?? "";
      const warning = describeCostlyCharacters(text);
      return { encoding: countSegments(text).encoding, warnings: warning === undefined ? [] : [warning] };
    },
  };
}
