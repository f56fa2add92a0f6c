import type { Content, RenderResult } from "@todoke/core";
import { NotWrittenError } from "./not-written.ts";

/** Content in the vendor's own words. Pure; says what is lost, and points at what it refuses. */
export function renderContent(_content: Content): RenderResult {
  throw new NotWrittenError("src/render-content.ts", "each type of content as the vendor's body, with what is lost of it");
}
