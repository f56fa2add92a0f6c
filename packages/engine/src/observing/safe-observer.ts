import type { EngineLog } from "../engine.ts";
import type { EngineObserver } from "./observation.ts";

/** Keeps what an observer throws away from the work that it observes. The first failure is logged, for all of them. */
export function safeObserver(observer: EngineObserver | undefined, log: EngineLog): EngineObserver {
  if (observer === undefined) return () => {};
  let hasFailed = false;
  return (observation) => {
    try {
      observer(observation);
    } catch (error) {
      if (!hasFailed) log.warn({ error }, "an observer failed; further failures are not logged");
      hasFailed = true;
    }
  };
}
