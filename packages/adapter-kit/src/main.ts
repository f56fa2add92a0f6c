#!/usr/bin/env node
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { findWorkspace } from "./new-provider/find-workspace.ts";
import { nextSteps } from "./new-provider/next-steps.ts";
import { readRequest, UsageError } from "./new-provider/request.ts";
import { writePackage } from "./new-provider/write-package.ts";

const usage = `Usage: npx @todoke/adapter-kit new FOLDER [--provider NAME] [--channel NAME] [--name PACKAGE]

Makes the package of a new provider: every file where the guide has it, with what only the vendor's documentation can say
left to be written. Its tests fail, and list that.

  FOLDER            where to; must not be there yet
  --provider NAME   the vendor in lower-case words joined by dashes: pigeon
  --channel NAME    the way to a person: sms, or another word of that form
  --name PACKAGE    the package's name (default: todoke-CHANNEL-PROVIDER)
  --help            this text

Without --provider and --channel both are read from a folder named CHANNEL-PROVIDER.
`;

try {
  await main();
} catch (error) {
  const isUsage = error instanceof UsageError || (error instanceof TypeError && "code" in error);
  process.stderr.write(`adapter-kit: ${error instanceof Error ? error.message : String(error)}\n${isUsage ? `\n${usage}` : ""}`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      provider: { type: "string" },
      channel: { type: "string" },
      name: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) {
    process.stdout.write(usage);
    return;
  }
  const workspace = findWorkspace(process.cwd());
  const request = readRequest(positionals, values, workspace);
  await writePackage(request);
  process.stdout.write(nextSteps(request, relative(process.cwd(), resolve(request.folder))));
}
