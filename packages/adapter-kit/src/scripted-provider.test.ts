import { afterEach, beforeEach, expect, test } from "vitest";
import { textOf } from "./recorded-request.ts";
import { refusingAddress, startScriptedProvider, type ScriptedProvider } from "./scripted-provider.ts";

let provider: ScriptedProvider;

beforeEach(async () => {
  provider = await startScriptedProvider(({ path }) => (path === "/token" ? { status: 200, body: "t" } : undefined));
});

afterEach(() => provider.close());

function post(path = "/send", body = "a=%C3%A9") {
  return fetch(provider.url + path, { method: "POST", body, headers: { "X-Mixed-Case": "1" } });
}

test("records method, path, headers and bytes", async () => {
  await post("/send?raw=%41");
  expect(provider.requests).toMatchObject([
    { method: "POST", path: "/send?raw=%41", headers: { "x-mixed-case": "1" } },
  ]);
  expect(provider.requests.map(textOf)).toEqual(["a=%C3%A9"]);
});

test("answers in turn and keeps the last answer", async () => {
  provider.play([{ status: 500 }, { status: 200, body: { id: "1" } }]);
  expect((await post()).status).toBe(500);
  expect(await (await post()).json()).toEqual({ id: "1" });
  expect((await post()).status).toBe(200);
});

test("answers by the request", async () => {
  provider.play(({ path }) => ({ status: path === "/a" ? 201 : 404 }));
  expect([(await post("/a")).status, (await post("/b")).status]).toEqual([201, 404]);
});

test("counts no request that is answered aside", async () => {
  expect(await (await post("/token")).text()).toBe("t");
  expect(provider.requests).toEqual([]);
});

test("forgets its requests with each script", async () => {
  await post();
  provider.play({ status: 200 });
  expect(provider.requests).toEqual([]);
});

test.each(["reset", "not-http"] as const)("%s breaks the call", async (fault) => {
  provider.play(fault);
  await expect(post()).rejects.toThrow();
});

test("cut-off breaks the body", async () => {
  provider.play("cut-off");
  const answer = await post();
  await expect(answer.text()).rejects.toThrow();
});

test.each(["hang", "hang-in-body"] as const)("%s lasts until the provider closes", async (fault) => {
  provider.play(fault);
  const arrived = provider.nextRequest();
  const answered = post().then((answer) => answer.text());
  const broken = expect(answered).rejects.toThrow();
  await arrived;
  await provider.close();
  await broken;
  provider = await startScriptedProvider();
});

test("nothing listens at the refusing address", async () => {
  await expect(fetch(refusingAddress)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
});
