import assert from "node:assert/strict";
import { errorConsequences, ProviderError } from "@todoke/core";
import { describeThrown } from "./describe-thrown.ts";

/** How long after its deadline a call may come back, in milliseconds: generous, for machines that have other work. */
export const graceMs = 3_000;

/** The error that a call must reject with, once it has been found to be in the contract's form. */
export async function providerErrorOf(call: Promise<unknown>, situation: string): Promise<ProviderError> {
  const thrown = await call.then(
    () => assert.fail(`${situation}: the call resolved, where ProviderError was due`),
    (error: unknown) => error,
  );
  if (thrown instanceof assert.AssertionError) throw thrown;
  assert.ok(ProviderError.is(thrown), `${situation}: what was thrown is no ProviderError but ${describeThrown(thrown)}`);
  assert.ok(Object.hasOwn(errorConsequences, thrown.class), `${situation}: "${thrown.class}" is no error class`);
  assert.ok(thrown.providerCode, `${situation}: the error has no providerCode`);
  return thrown;
}

/** What `promise` comes to, which must be soon. */
export async function within<T>(limitMs: number, promise: Promise<T>, situation: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `${situation}: the call had not come back after ${limitMs} ms`;
    timer = setTimeout(() => reject(new assert.AssertionError({ message })), limitMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** What `act` throws at once; undefined when it throws nothing. */
export function thrownBy(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error ?? new Error("nothing was thrown, but by throw");
  }
}
