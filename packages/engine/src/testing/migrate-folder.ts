import { openDatabase } from "../database/open-database.ts";

// Brings the database in the folder named by the first argument up to date and does nothing else to it.
const database = await openDatabase({ kind: "embedded", folder: process.argv[2]! }, (error) => {
  throw error;
});
await database.close();
