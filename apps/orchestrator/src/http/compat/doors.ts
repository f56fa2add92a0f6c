import type { Door } from "./door.ts";
import { infobipDoor } from "./infobip/infobip-door.ts";
import { sinchDoor } from "./sinch/sinch-door.ts";

const doors: readonly Door[] = [infobipDoor, sinchDoor];

/** The door that a path leads to; undefined for all that is our own. */
export function doorAt(path: string): Door | undefined {
  return doors.find((door) => path.startsWith(door.path));
}
