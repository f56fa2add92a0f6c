import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { demonstrationKey } from "./api-key.ts";
import { freePort } from "./port.ts";

/** Where the service answers. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** As seen from this machine, without a trailing slash. */
  readonly baseUrl: string;
}

/** Where the demonstration's things are and its service answers. */
export interface Place extends Address {
  readonly repositoryFolder: string;
  readonly dataFolder: string;
  /** What the service's callers present. */
  readonly apiKey: string;
}

/** The demonstration's data is kept apart: real accounts must never take up a message to invented people. */
export async function choosePlace(repositoryFolder: string): Promise<Place> {
  const address = await chooseAddress("127.0.0.1");
  const dataFolder = resolve(repositoryFolder, process.env["TODOKE_DATA_FOLDER"] || ".todoke", "demo");
  mkdirSync(dataFolder, { recursive: true });
  return { ...address, repositoryFolder, dataFolder, apiKey: demonstrationKey(dataFolder) };
}

/** The port is the environment's, else 3000. Throws `Failure` when it is taken. */
export async function chooseAddress(host: string): Promise<Address> {
  const port = await freePort(process.env["PORT"] || "3000", host);
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return { host, port, baseUrl: `http://${reachable}:${port}` };
}
