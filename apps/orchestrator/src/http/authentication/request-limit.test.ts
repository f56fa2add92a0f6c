import fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { answerError } from "../error-handler.ts";
import { limitRequests } from "./request-limit.ts";

function serve(requests: number, perMs: number) {
  const server = fastify({ logger: false });
  onTestFinished(() => server.close());
  server.setErrorHandler(answerError);
  const count = limitRequests({ requests, perMs });
  server.get<{ Params: { key: string } }>("/:key", async ({ params: { key } }, reply) => {
    await count(key, reply);
    return "";
  });
  return async (key: string) => {
    const { statusCode, headers, body } = await server.inject(`/${key}`);
    return { statusCode, headers, body };
  };
}

it("lets each key ask so often, says what is left, and refuses what is over that until the time is over", async () => {
  const ask = serve(2, 1_000);
  const policy = { "ratelimit-policy": '"key";q=2;w=1' };
  expect(await ask("one")).toMatchObject({ statusCode: 200, headers: { ...policy, ratelimit: '"key";r=1;t=1' } });
  expect(await ask("one")).toMatchObject({ statusCode: 200, headers: { ratelimit: '"key";r=0;t=1' } });
  const refused = await ask("one");
  expect(refused).toMatchObject({ statusCode: 429, headers: { ...policy, ratelimit: '"key";r=0;t=1', "retry-after": "1" } });
  expect(JSON.parse(refused.body)).toMatchObject({ code: "too-many-requests", status: 429 });
  expect(await ask("another")).toMatchObject({ statusCode: 200 });
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  expect(await ask("one")).toMatchObject({ statusCode: 200, headers: { ratelimit: '"key";r=1;t=1' } });
});
