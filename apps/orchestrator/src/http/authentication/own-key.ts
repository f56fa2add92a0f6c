import { hash, timingSafeEqual } from "node:crypto";
import { apiKeyScopes, defaultProject, type KeyHolder } from "@todoke/engine";

/** Tells the operator's own key, which may do everything, from every other. It is kept as a hash. */
export function ownKeyHolder(ownKey: string | undefined): (presented: string) => KeyHolder | undefined {
  if (ownKey === undefined) return () => undefined;
  const ownHash = hashOf(ownKey);
  const holder: KeyHolder = { projectId: defaultProject, scopes: new Set(apiKeyScopes) };
  return (presented) => (timingSafeEqual(hashOf(presented), ownHash) ? holder : undefined);
}

function hashOf(text: string): Buffer {
  return hash("sha256", text, "buffer");
}
