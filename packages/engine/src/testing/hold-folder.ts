import { lockFolder } from "../database/folder-lock.ts";

// Takes the folder named by the first argument and holds it until the process is killed, although nothing here refers to
// the lock and all that nothing refers to is collected.
lockFolder(process.argv[2]!);
globalThis.gc?.();
process.stdout.write(`${process.pid}\n`);
setInterval(() => {}, 60_000);
