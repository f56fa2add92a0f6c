import { describe, expect, it } from "vitest";
import { createServer } from "./server.ts";

const phone = "+819012345678";

/** A server whose one route fails as a database does, quoting a row; and the lines it logs. */
async function failingServer(code = "23505") {
  const lines: string[] = [];
  const { fastify } = createServer({ logLevel: "trace", logStream: { write: (line) => void lines.push(line) } });
  fastify.post("/v1/people/:id", () => {
    throw Object.assign(new Error("duplicate key"), { detail: `Key (phone)=(${phone}) already exists.`, code });
  });
  const answer = await fastify.inject({ method: "POST", url: `/v1/people/${phone}?phone=${phone}`, payload: { text: phone } });
  await fastify.close();
  return { answer, lines };
}

describe("the server", () => {
  it("answers a failure of its own without a word of its cause", async () => {
    const { answer } = await failingServer();
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toEqual({
      type: "/docs#internal-error",
      title: "Something went wrong here",
      status: 500,
      detail: "The service failed; its log says why.",
      code: "internal-error",
    });
  });

  it("asks to come again while the database is away", async () => {
    const { answer } = await failingServer("57P03");
    expect(answer.statusCode).toBe(503);
    expect(answer.headers["retry-after"]).toBe("1");
    expect(answer.json()).toMatchObject({ code: "not-ready" });
  });

  it("logs the failure and the answer by their route, without bodies, addresses or what a database quotes", async () => {
    const { lines } = await failingServer();
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { msg: "a request failed", err: { code: "23505", message: "duplicate key" } },
      { msg: "answered", method: "POST", route: "/v1/people/:id", status: 500 },
    ]);
    expect(lines.join("")).not.toContain(phone);
  });
});
