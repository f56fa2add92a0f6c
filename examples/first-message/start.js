// Plain JavaScript on purpose: a Node too old to read TypeScript must still be able to say so.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `This is Node ${process.versions.node}, and Todoke needs 22.19 or later. ` +
      "`npx --yes pnpm@12.4.2 start` in the repository's root brings its own.\n",
  );
  process.exit(1);
}

await import("./src/start.ts");
