import { defaultProject, type Engines } from "@todoke/engine";
import type { Configuration } from "./config.ts";

/**
 * Makes a first key where there has never been one, and tells it. Nothing else ever does, so it must not go where logs
 * are kept. Where the operator brought a key of their own, none is made.
 */
export async function tellFirstKey(
  engines: Pick<Engines, "of">,
  { apiKey }: Pick<Configuration, "apiKey">,
  write: (text: string) => void,
): Promise<void> {
  const engine = apiKey === undefined ? await engines.of(defaultProject) : undefined;
  const first = await engine?.apiKeys.createFirst();
  if (first === undefined) return;
  write(`\nThe first API key, which may do everything and is shown this once:\n\n  export TODOKE_API_KEY=${first.key}\n\n`);
}
