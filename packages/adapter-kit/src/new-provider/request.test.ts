import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { readRequest } from "./request.ts";

const here = process.cwd();

test("a bare name at the root of the workspace becomes one of its packages, and says channel and provider", () => {
  expect(readRequest(["new", "sms-fast-pigeon"], {}, here)).toEqual({
    folder: join(here, "packages/sms-fast-pigeon"),
    provider: "fast-pigeon",
    channel: "sms",
    packageName: "@todoke/sms-fast-pigeon",
    inWorkspace: true,
  });
});

test.each([
  ["examples/post-pigeon", here],
  ["post-pigeon", undefined],
])("%s is a package of its own where the workspace is %s", (place, workspace) => {
  expect(readRequest(["new", place], {}, workspace)).toMatchObject({
    folder: resolve(place),
    packageName: "todoke-post-pigeon",
    inWorkspace: false,
  });
});

test("what is said outweighs the folder's name", () => {
  const options = { provider: "dove", channel: "letter", name: "@acme/dove" };
  expect(readRequest(["new", "sms-pigeon"], options, undefined)).toMatchObject({ provider: "dove", channel: "letter", packageName: "@acme/dove" });
});
