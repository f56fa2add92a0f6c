import { expect, test } from "vitest";
import { readNarrowcastProgress } from "./narrowcast-progress.ts";

const acceptedTime = "2026-11-21T09:00:00.000Z";

test("counts are null until LINE tells them", () => {
  expect(readNarrowcastProgress({ phase: "waiting", acceptedTime })).toEqual({
    phase: "waiting",
    target: null,
    success: null,
    failure: null,
    acceptedAt: new Date(acceptedTime),
    completedAt: null,
  });
});

test("a narrowcast that succeeded may have failed for some", () => {
  const body = {
    phase: "succeeded",
    targetCount: 65,
    successCount: 60,
    failureCount: 5,
    acceptedTime,
    completedTime: acceptedTime,
  };
  expect(readNarrowcastProgress(body)).toMatchObject({
    phase: "succeeded",
    target: 65,
    success: 60,
    failure: 5,
    completedAt: new Date(acceptedTime),
  });
});

test.each([
  [1, "unavailable", "internal-error"],
  [2, "recipient", "not-enough-recipients"],
  [3, "ambiguous", "retry-conflict"],
  [4, "recipient", "audience-too-small"],
  [5, "quota", "partial-delivery-forbidden"],
  [6, "unavailable", "narrowcast-error-6"],
  [undefined, "unavailable", "narrowcast-error"],
])("error code %s is %s: %s", (errorCode, errorClass, providerCode) => {
  const body = { phase: "failed", acceptedTime, ...(errorCode !== undefined && { errorCode }) };
  expect(readNarrowcastProgress(body)).toMatchObject({ errorClass, providerCode, reason: expect.any(String) });
});

test("what cannot be read is open, never an end", () => {
  expect(readNarrowcastProgress({ phase: "paused", acceptedTime: "soon" })).toMatchObject({
    phase: "sending",
    acceptedAt: null,
  });
});
