import type { JsonObject } from "@todoke/core";
import { readObjects, readText } from "./json-object.ts";

/** One entry of `details` in a refusal by LINE; both are empty where LINE leaves them out. */
export interface RefusalDetail {
  /** As LINE writes paths: `messages[0].text`. */
  readonly property: string;
  readonly message: string;
}

export function readDetails({ details }: JsonObject): readonly RefusalDetail[] {
  return readObjects(details).map(({ property, message }) => ({
    property: readText(property) ?? "",
    message: readText(message) ?? "",
  }));
}
