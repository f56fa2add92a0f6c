import { resolve } from "node:path";
import { defaultSchema, type DatabaseSettings } from "../database/open-database.ts";

/** What people call the database by: the same for the same one, and without user and password. */
export function nameDatabase(settings: DatabaseSettings): string {
  if (settings.kind === "embedded") return resolve(settings.folder);
  const { host, pathname } = new URL(settings.url);
  return `postgresql://${host}${pathname}, schema ${settings.schema ?? defaultSchema}`;
}
