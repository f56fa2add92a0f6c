import { describe, expect, it } from "vitest";
import { readStatus } from "./statuses.ts";

describe("readStatus", () => {
  it.each([
    ["scheduled", "accepted"],
    ["accepted", "accepted"],
    ["queued", "accepted"],
    ["sending", "accepted"],
    ["sent", "sent"],
    ["partially_delivered", "sent"],
    ["delivered", "delivered"],
    ["read", "read"],
  ])("reads %s as %s", (status, evidence) => {
    expect(readStatus(status, undefined)).toEqual({ evidence, providerCode: status });
  });

  it.each(["undelivered", "failed"])("reads %s as failed, by its error code", (status) => {
    expect(readStatus(status, 30005)).toEqual({
      evidence: "failed",
      suppresses: "hard-failure",
      providerCode: "30005",
      errorClass: "recipient",
    });
  });

  it("reads a failure without a code as a carrier that gave no reason", () => {
    expect(readStatus("undelivered", undefined)).toEqual({
      evidence: "failed",
      providerCode: "undelivered",
      errorClass: "unreachable",
    });
  });

  it("does not let a message that its owner cancelled go to the next channel at once", () => {
    expect(readStatus("canceled", undefined)).toMatchObject({ evidence: "failed", errorClass: "policy" });
  });

  it.each(["received", "receiving", "teleported", "toString", ""])("says nothing of %j", (status) => {
    expect(readStatus(status, undefined)).toBeUndefined();
  });
});
