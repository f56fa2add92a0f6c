import { expect, test } from "vitest";
import { ProviderError, type ErrorClass } from "@todoke/core";
import { backOffMs, repeatAttempts } from "./repeat-attempts.ts";

const hourMs = 60 * 60 * 1000;

function failure(errorClass: ErrorClass, retryAfterMs?: number): ProviderError {
  const details = { class: errorClass, providerCode: "test", message: "test" };
  return new ProviderError(retryAfterMs === undefined ? details : { ...details, retryAfterMs });
}

/** Fails with each error in turn, then succeeds; waits are recorded and cost nothing. */
function script(...errors: readonly Error[]) {
  const waits: number[] = [];
  let calls = 0;
  return {
    waits,
    calls: () => calls,
    call: async () => {
      const error = errors[calls];
      calls += 1;
      if (error) throw error;
      return "sent";
    },
    wait: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
  };
}

test.each(["throttled", "unavailable", "ambiguous"] as const)("%s is tried again", async (errorClass) => {
  const { call, wait, calls } = script(failure(errorClass));
  await expect(repeatAttempts(call, { attempts: 2, keyLifetimeMs: hourMs }, wait)).resolves.toBe("sent");
  expect(calls()).toBe(2);
});

test.each(["recipient", "unreachable", "content", "sender", "quota", "policy"] as const)(
  "%s is final",
  async (errorClass) => {
    const { call, wait, calls } = script(failure(errorClass));
    await expect(repeatAttempts(call, { attempts: 5, keyLifetimeMs: hourMs }, wait)).rejects.toMatchObject({
      class: errorClass,
    });
    expect(calls()).toBe(1);
  },
);

test("one attempt is one call, and the last error is the one that is thrown", async () => {
  const once = script(failure("unavailable"));
  await expect(repeatAttempts(once.call, { attempts: 1, keyLifetimeMs: hourMs }, once.wait)).rejects.toBeDefined();
  expect(once.calls()).toBe(1);
  const twice = script(failure("unavailable"), failure("ambiguous"), failure("throttled"));
  await expect(repeatAttempts(twice.call, { attempts: 2, keyLifetimeMs: hourMs }, twice.wait)).rejects.toMatchObject({
    class: "ambiguous",
  });
});

test("waits as long as the provider asks", async () => {
  const { call, wait, waits } = script(failure("throttled", 30_000));
  await repeatAttempts(call, { attempts: 2, keyLifetimeMs: hourMs }, wait);
  expect(waits).toEqual([30_000]);
});

test("never waits past the life of the key", async () => {
  const { call, wait, waits } = script(failure("throttled", 2 * hourMs));
  await expect(repeatAttempts(call, { attempts: 9, keyLifetimeMs: hourMs }, wait)).rejects.toMatchObject({
    class: "throttled",
  });
  expect(waits).toEqual([]);
});

test("a signal ends the wait with the error that led to it", async () => {
  const controller = new AbortController();
  const { call } = script(failure("throttled", hourMs));
  const repeated = repeatAttempts(call, { attempts: 2, keyLifetimeMs: 2 * hourMs, signal: controller.signal });
  setImmediate(() => controller.abort());
  await expect(repeated).rejects.toMatchObject({ class: "throttled" });
});

test("waits double from one second to a minute, and spread over their upper half", () => {
  expect([1, 2, 3, 6, 7, 40].map((attempt) => backOffMs(attempt, 1))).toEqual([
    1000, 2000, 4000, 32_000, 60_000, 60_000,
  ]);
  expect(backOffMs(1, 0)).toBe(500);
});
