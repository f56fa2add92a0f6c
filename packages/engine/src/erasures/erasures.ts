import type { Contacts } from "../contacts/contact-view.ts";
import type { EngineContext } from "../engine-context.ts";
import { parseContactId, parseErasureId } from "../ids.ts";
import { readErasure } from "../store/erasures/erasure-rows.ts";
import { beginErasure } from "./erase-contacts.ts";

export function createErasures(context: EngineContext): Pick<Contacts, "erase" | "erasureOf"> {
  const { connection, projectId } = context;
  return {
    async erase(id) {
      const contactId = parseContactId(id);
      const erasureId = contactId === undefined ? undefined : await beginErasure(context, contactId);
      return erasureId === undefined ? undefined : readErasure(connection, projectId, erasureId);
    },
    async erasureOf(id) {
      const erasureId = parseErasureId(id);
      return erasureId === undefined ? undefined : readErasure(connection, projectId, erasureId);
    },
  };
}
