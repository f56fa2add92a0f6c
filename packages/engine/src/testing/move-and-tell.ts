import { moveDatabase, type MoveRequest } from "../transfer/move-database.ts";

// Moves between the databases that the first argument names, and says so after each page of rows.
const { from, to } = JSON.parse(process.argv[2]!) as MoveRequest;
await moveDatabase({ from, to, onProgress: ({ table, moved }) => process.stdout.write(`${table} ${moved}\n`) });
