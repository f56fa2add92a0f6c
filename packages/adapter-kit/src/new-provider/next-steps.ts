import { basename } from "node:path";
import type { NewPackage } from "./request.ts";
import { formsOf } from "./words.ts";

/** What to do now, for the terminal. `shownFolder` is the folder as the reader would type it. */
export function nextSteps(made: NewPackage, shownFolder: string): string {
  const steps = made.inWorkspace ? insideSteps(made) : outsideSteps(made, shownFolder);
  return `Made ${shownFolder}: ${made.packageName}, channel ${made.channel}, provider ${made.provider}.\n\n${steps}`;
}

function outsideSteps({ packageName, provider }: NewPackage, shownFolder: string): string {
  return `Next:

  cd ${shownFolder}
  npm install
  npm test            lists what is left to write, in the order in which it is best done

When the list is empty: npm run build, install the package where todoke.config.json is, and name it there:

  { "providers": ["${packageName}"],
    "accounts": [{ "id": "${provider}", "provider": "${provider}", "settings": { … } }] }
`;
}

function insideSteps({ folder, packageName, provider, channel }: NewPackage): string {
  const name = basename(folder);
  const definition = `${formsOf(provider)[1]}Provider`;
  const arrow = ["@todoke/core", "@todoke/simulator", ...(channel === "sms" ? ["@todoke/sms-core"] : [])];
  return `Next:

  pnpm install
  pnpm exec vitest run --project ${packageName}     lists what is left to write, in the order in which it is best done

Add these lines:

  tsconfig.json                          { "path": "packages/${name}" },
  test/architecture.test.ts              "${packageName}": ${JSON.stringify(arrow).replaceAll(",", ", ")},
                                         and "${packageName}" in the orchestrator's entry
  .changeset/config.json                 "${packageName}" in "fixed"
  .changeset/${name}.md${" ".repeat(Math.max(1, 25 - name.length))}"${packageName}": minor, and what users get

When the list is empty, the service offers it with:

  apps/orchestrator/package.json         "${packageName}": "workspace:^" in "dependencies"
  apps/orchestrator/tsconfig.json        { "path": "../../packages/${name}" }
  apps/orchestrator/src/providers.ts     import { ${definition} } from "${packageName}";
                                         and ${definition} in the list
  apps/orchestrator/src/accounts.test.ts ${provider}, in the list of known providers

Pages and tests that name providers are in docs/adding-a-provider.md, section 6.
`;
}
