import { writeFileSync } from "node:fs";
import { contractFiles } from "./contract-files.ts";

for (const [name, text] of Object.entries(contractFiles())) {
  writeFileSync(new URL(`../${name}`, import.meta.url), text);
}
