import { randomUUID } from "node:crypto";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createRateBuckets } from "../rate-buckets.ts";
import { rawBody, serve } from "../serve.ts";
import type { Simulation } from "../simulation.ts";
import { countsOf } from "../statistics.ts";
import type { FakeEndpointName } from "../endpoint-name.ts";
import { InvalidInputError } from "../validation/check.ts";
import type { FakeEndpoint, FakeHost, FakeRequest, ProviderFake, RunningFake } from "./provider-fake.ts";

/** A fake that answers. */
export interface MountedFake {
  readonly running: RunningFake;
  /** By which fault rules name its calls. */
  readonly endpointNames: readonly FakeEndpointName[];
}

/** Lets a fake answer under its provider's name. Throws `InvalidInputError` when it refuses its settings. */
export function mountFake(
  server: FastifyInstance,
  simulation: Simulation,
  fake: ProviderFake,
  settings: Readonly<Record<string, unknown>>,
  field: string,
): MountedFake {
  const running = startFake(fake, createHost(simulation), settings, field);
  const nameOf = ({ name }: FakeEndpoint): FakeEndpointName => `${fake.provider}:${name}`;
  server.register(
    async (scope) => {
      scope.setNotFoundHandler((_request, reply) => answerStatus(running, reply, 404));
      scope.setErrorHandler<FastifyError>((error, _request, reply) =>
        answerStatus(running, reply, error.statusCode ?? 500),
      );
      for (const endpoint of running.endpoints) {
        const handler = handlerOf(simulation, running, fake.provider, endpoint, nameOf(endpoint));
        scope.route({ method: endpoint.method, url: endpoint.path, handler });
      }
    },
    { prefix: `/${fake.provider}` },
  );
  const endpointNames = running.endpoints.map(nameOf);
  for (const name of endpointNames) countsOf(simulation.counts, name);
  return { running, endpointNames };
}

function startFake(
  fake: ProviderFake,
  host: FakeHost,
  settings: Readonly<Record<string, unknown>>,
  field: string,
): RunningFake {
  try {
    return fake.start(host, settings);
  } catch (error) {
    throw new InvalidInputError(field, `is refused: ${error instanceof Error ? error.message : "for no reason given"}`);
  }
}

function createHost({ clock, random, people, callbacks }: Simulation): FakeHost {
  return {
    now: () => clock.now(),
    random,
    personByPhone: (phone) => people.byPhone(phone),
    changePerson: (idOrPhone, change) => void people.change(idOrPhone, change),
    createRateLimiter: (limitOf) => createRateBuckets(clock, limitOf),
    schedule: (steps) => callbacks.schedule(steps),
  };
}

function handlerOf(
  simulation: Simulation,
  running: RunningFake,
  provider: string,
  endpoint: FakeEndpoint,
  name: FakeEndpointName,
) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const call = readRequest(request);
    serve(
      simulation,
      {
        endpoint: name,
        provider,
        requestId: call.requestId,
        requestIdHeader: running.requestIdHeader,
        describeStatus: (status) => running.describeStatus(status),
        addresses: () => endpoint.addressesOf?.(call) ?? [],
        handle: () => endpoint.handle(call),
      },
      request,
      reply,
    );
  };
}

function readRequest(request: FastifyRequest): FakeRequest {
  return {
    requestId: randomUUID(),
    query: new URLSearchParams(request.url.split("?", 2)[1]),
    parameters: request.params as Readonly<Record<string, string>>,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
    ),
    body: rawBody(request),
  };
}

function answerStatus(running: RunningFake, reply: FastifyReply, status: number): FastifyReply {
  return reply
    .code(status)
    .header("content-type", "application/json")
    .header(running.requestIdHeader, randomUUID())
    .send(JSON.stringify(running.describeStatus(status)));
}
