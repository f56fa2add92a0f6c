import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startSimulator, type Simulator } from "@todoke/simulator";

const program = fileURLToPath(new URL("../send-line.ts", import.meta.url));
const friend = `U${"f1".padStart(32, "0")}`;
const run = promisify(execFile);
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({ people: [{ lineUserId: friend }], line: { channelAccessToken: "line-token" } });
});
afterEach(() => simulator.close());

function sendLine(token: string, ...values: readonly string[]) {
  const env = { ...process.env, LINE_CHANNEL_ACCESS_TOKEN: token, LINE_API_BASE_URL: simulator.url };
  return run(process.execPath, ["--conditions=@todoke/source", program, ...values], { env });
}

test("the program pushes one message to the person named on its command line", async () => {
  const { stdout } = await sendLine("line-token", friend, "Your table is ready.");

  const [entry, ...others] = simulator.ledger();
  expect(entry).toMatchObject({ endpoint: "push", to: [friend] });
  expect(others).toEqual([]);
  expect(stdout).toContain(entry?.requestId);
});

test("a token that LINE refuses ends the program with LINE's reason and without the token", async () => {
  const failure = sendLine("wrong-token", friend);

  await expect(failure).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("ProviderError") as string });
  await expect(failure).rejects.toMatchObject({ stderr: expect.not.stringContaining("wrong-token") as string });
});
