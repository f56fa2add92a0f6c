import { openEmbeddedDatabase } from "../database/embedded-database.ts";

// Opens the database in the folder named by the first argument, saying when it begins and when it has come through.
process.stdout.write("opening\n");
await openEmbeddedDatabase(process.argv[2]!);
process.stdout.write("open\n");
setInterval(() => {}, 60_000);
