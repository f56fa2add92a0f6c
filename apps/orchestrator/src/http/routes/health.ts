import type { Engines } from "@todoke/engine";
import type { FastifyInstance } from "fastify";
import { HttpProblem } from "../problem.ts";

/** Says whether the process lives (`/healthz`) and whether it can work (`/readyz`). */
export function healthRoutes(server: FastifyInstance, engines: Pick<Engines, "checkHealth">): void {
  server.get("/healthz", () => ({ status: "ok" }));

  server.get("/readyz", async (request) => {
    try {
      await engines.checkHealth();
    } catch (error) {
      request.log.warn({ err: error }, "not ready");
      throw new HttpProblem("not-ready", "The database does not answer.");
    }
    return { status: "ready" };
  });
}
