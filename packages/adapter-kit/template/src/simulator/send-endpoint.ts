import type { FakeEndpoint, FakeHost } from "@todoke/simulator";
import { NotWrittenError } from "../not-written.ts";
import type { FakeSettings } from "./settings.ts";

/**
 * Takes messages as the vendor does: refuses a wrong token in its words, answers an acceptance with its id, and posts a
 * signed report on each status. Who people are says `host.personByPhone`, what time it is `host.now()`.
 */
export function createSendEndpoint(_host: FakeHost, _settings: FakeSettings): FakeEndpoint {
  throw new NotWrittenError("src/simulator/send-endpoint.ts", "the vendor's endpoint that takes a message, with its reports");
}
