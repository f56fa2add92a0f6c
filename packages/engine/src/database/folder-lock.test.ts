import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "@todoke/core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startChild } from "../testing/child-process.ts";
import { lockFolder } from "./folder-lock.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "todoke-lock-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function refusal(): ConfigurationError {
  try {
    lockFolder(folder).release();
  } catch (error) {
    if (ConfigurationError.is(error)) return error;
    throw error;
  }
  throw new Error("the folder was not refused");
}

it("refuses a folder that another process holds, and names that process", async () => {
  const holder = startChild("./hold-folder.ts", folder);
  const processId = await holder.nextLine();
  expect(refusal().message).toContain(`in use by process ${processId} since 20`);
  expect(refusal().setting).toBe("data folder");
  await holder.kill();
});

it("takes a folder whose holder was killed", async () => {
  const holder = startChild("./hold-folder.ts", folder);
  await holder.nextLine();
  await holder.kill();
  lockFolder(folder).release();
});

it("refuses a folder that this process holds already", () => {
  const lock = lockFolder(folder);
  expect(refusal().message).toContain(`process ${process.pid} `);
  lock.release();
});

it("gives the folder back, to this process and to others", async () => {
  lockFolder(folder).release();
  expect(existsSync(join(folder, "holder.json"))).toBe(false);
  lockFolder(folder).release();
  const holder = startChild("./hold-folder.ts", folder);
  expect(await holder.nextLine()).toMatch(/^\d+$/);
  await holder.kill();
});

it("makes the folder that is not there yet", () => {
  const inside = join(folder, "not", "yet");
  lockFolder(inside).release();
  expect(existsSync(inside)).toBe(true);
});
