import type { Engine } from "@todoke/engine";
import type { FastifyInstance } from "fastify";
import { AccountPinDto } from "../dto/account-health-dto.ts";
import { bodyGate } from "../schema/gate.ts";
import { found } from "./ids.ts";

const pinBody = bodyGate(AccountPinDto);

interface OfAccount {
  readonly Params: { readonly id: string };
}

/** Shows how well accounts work, and takes an operator's word over what is measured. */
export function accountHealthRoutes(server: FastifyInstance, engine: Engine): void {
  server.get<OfAccount>("/v1/accounts/:id/health", async ({ params: { id } }) =>
    found(await engine.health.of(id), "account"));

  server.post<OfAccount>("/v1/accounts/:id/pin", async ({ params: { id }, body }) =>
    found(await engine.health.pin(id, pinBody(body).state), "account"));
}
