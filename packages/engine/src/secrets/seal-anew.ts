import type { Kysely } from "kysely";
import type { EngineLog } from "../engine.ts";
import { findSealedSecrets, replaceSealedSecret, sealedColumns } from "../store/secrets/sealed-secrets.ts";
import type { Secrets } from "./secrets.ts";
import { SecretsError } from "./secrets-error.ts";

/**
 * Puts every stored secret of the database under the key that seals now, so that the others can be taken away; and says in the log
 * how many no key opens. Whoever needs one of those says so again, and everything else works.
 */
export async function sealAnew(connection: Kysely<unknown>, secrets: Secrets, log: EngineLog): Promise<void> {
  for (const column of sealedColumns) {
    const { table, kind, nameOf = (id: string) => id } = column;
    const counts = { sealed: 0, unreadable: 0 };
    for (const secret of await findSealedSecrets(connection, column, secrets.currentBeginning)) {
      const place = { projectId: secret.projectId, kind, id: nameOf(secret.id) };
      const opened = openedOrNot(secrets, place, secret.sealed);
      if (opened === undefined) counts.unreadable += 1;
      else await replaceSealedSecret(connection, column, secret, secrets.seal(place, opened));
      if (opened !== undefined) counts.sealed += 1;
    }
    if (counts.sealed > 0) log.info({ table, count: counts.sealed }, "stored secrets were put under the first key");
    if (counts.unreadable > 0) log.error({ table, count: counts.unreadable }, "no key of TODOKE_SECRETS_KEY opens these stored secrets: bring theirs back, or set them anew");
  }
}

function openedOrNot(secrets: Secrets, place: Parameters<Secrets["open"]>[0], sealed: string): string | undefined {
  try {
    return secrets.open(place, sealed);
  } catch (error) {
    if (SecretsError.is(error)) return undefined;
    throw error;
  }
}
