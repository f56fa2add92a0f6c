import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The key of the demonstration's service: the environment's, else one that is made for the folder once and kept in it. */
export function demonstrationKey(dataFolder: string): string {
  const given = process.env["TODOKE_API_KEY"] ?? "";
  if (given !== "" && !given.startsWith("tdk_")) return given;
  const path = join(dataFolder, "api-key");
  try {
    writeFileSync(path, `demo_${randomBytes(24).toString("hex")}`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return readFileSync(path, "utf8");
}
