import type { Adapter } from "@todoke/core";
import { refusingAddress, startScriptedProvider, type ScriptedProvider } from "./scripted-provider.ts";
import type { AdapterSubject } from "./subject.ts";

/** An adapter and the provider that it calls. */
export interface Stage {
  readonly adapter: Adapter;
  readonly provider: ScriptedProvider;
}

/** Runs `act` with a new adapter and a new provider, and clears both away. */
export async function onStage(subject: AdapterSubject, act: (stage: Stage) => Promise<void> | void): Promise<void> {
  const provider = await startScriptedProvider(subject.background);
  try {
    await withAdapter(subject, provider.url, (adapter) => act({ adapter, provider }));
  } finally {
    await provider.close();
  }
}

/** Runs `act` with a new adapter whose provider refuses every connection. */
export async function withoutProvider(
  subject: AdapterSubject,
  act: (adapter: Adapter) => Promise<void>,
): Promise<void> {
  await withAdapter(subject, refusingAddress, act);
}

async function withAdapter(
  subject: AdapterSubject,
  baseUrl: string,
  act: (adapter: Adapter) => Promise<void> | void,
): Promise<void> {
  const made = await subject.createAdapter({ baseUrl });
  try {
    await act(made.adapter);
  } finally {
    await made.close?.();
  }
}
