import type { NewPackage } from "./request.ts";

/** The parts of a `tsconfig.json` that are rewritten. */
export interface CompilerSettings {
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  readonly include: readonly string[];
  readonly references?: readonly { readonly path: string }[];
}

const ownOptions = ["rootDir", "outDir", "tsBuildInfoFile"];

/** The template's settings for one package: by themselves outside, on those of the workspace inside. */
export function compilerSettingsFor(template: CompilerSettings, { channel, inWorkspace }: NewPackage): object {
  const { references = [], ...alone } = template;
  if (!inWorkspace) return alone;
  const own = Object.entries(template.compilerOptions).filter(([name]) => ownOptions.includes(name));
  const paths = references.map(({ path }) => (path === "../tsconfig.json" ? "../adapter-kit" : path.replace("../../", "../")));
  return {
    extends: "../../tsconfig.base.json",
    compilerOptions: Object.fromEntries(own),
    include: template.include,
    references: paths.filter((path) => channel === "sms" || path !== "../sms-core").map((path) => ({ path })),
  };
}
