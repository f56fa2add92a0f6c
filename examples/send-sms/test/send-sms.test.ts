import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startSimulator, type Simulator } from "@todoke/simulator";

const program = fileURLToPath(new URL("../send-sms.ts", import.meta.url));
const accountSid = `AC${"0".repeat(32)}`;
const phone = "+819012345678";
const run = promisify(execFile);
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({ people: [{ phone }], twilio: { accountSid, authToken: "twilio-token" } });
});
afterEach(() => simulator.close());

function sendSms(...values: readonly string[]) {
  const env = {
    ...process.env,
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: "twilio-token",
    TWILIO_FROM: "+15005550006",
    TWILIO_API_BASE_URL: simulator.url,
  };
  return run(process.execPath, ["--conditions=@todoke/source", program, ...values], { env });
}

test("the program sends one SMS to the number named on its command line", async () => {
  const { stdout } = await sendSms(phone, "Your table is ready.");

  const [entry, ...others] = simulator.ledger();
  expect(entry).toMatchObject({ endpoint: "sms-create", to: [phone] });
  expect(others).toEqual([]);
  expect(stdout).toContain(entry?.providerMessageIds[0]);
});

test("a number that is none ends the program with the reason, and nothing is sent", async () => {
  await expect(sendSms("12345")).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("ProviderError") as string });
  expect(simulator.ledger()).toEqual([]);
});
