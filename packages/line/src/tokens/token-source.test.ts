import { expect, test } from "vitest";
import { createTokenSource } from "./token-source.ts";

/** A source whose tokens live 100 ms by a clock that is turned, and whose fetching is answered by hand. */
function scripted() {
  const asked: PromiseWithResolvers<{ token: string; lifetimeMs: number }>[] = [];
  let now = 0;
  const source = createTokenSource(
    () => {
      const answer = Promise.withResolvers<{ token: string; lifetimeMs: number }>();
      asked.push(answer);
      return answer.promise;
    },
    () => now,
  );
  return {
    source,
    asked,
    turnTo: (at: number) => void (now = at),
    /** Fetches the first token, at 0. */
    begin: async () => {
      const first = source.get();
      asked[0]?.resolve({ token: "one", lifetimeMs: 100_000 });
      await first;
    },
  };
}

test("any number of calls without a token wait for one fetch", async () => {
  const { source, asked } = scripted();
  const calls = Array.from({ length: 100 }, () => source.get());
  asked[0]?.resolve({ token: "one", lifetimeMs: 100_000 });
  expect(new Set(await Promise.all(calls.map(async (token) => token)))).toEqual(new Set(["one"]));
  expect(asked).toHaveLength(1);
  expect(source.get()).toBe("one");
});

test("a token is renewed once, beside the calls, before it ends", async () => {
  const { source, asked, turnTo, begin } = scripted();
  await begin();
  turnTo(79_999);
  expect([source.get(), asked.length]).toEqual(["one", 1]);
  turnTo(80_000);
  expect([source.get(), source.get(), asked.length]).toEqual(["one", "one", 2]);
  asked[1]?.resolve({ token: "two", lifetimeMs: 100_000 });
  await asked[1]?.promise;
  await expect.poll(() => source.get()).toBe("two");
});

test("while it cannot be renewed the token in hand is used, and LINE is asked once a second at most", async () => {
  const { source, asked, turnTo, begin } = scripted();
  await begin();
  turnTo(80_000);
  expect(source.get()).toBe("one");
  asked[1]?.reject(new Error("down"));
  await expect(asked[1]?.promise).rejects.toThrow("down");
  await new Promise(setImmediate);
  expect([source.get(), asked.length]).toEqual(["one", 2]);
  turnTo(81_000);
  expect([source.get(), asked.length]).toEqual(["one", 3]);
});

test("a token that ended, or was refused, is waited for", async () => {
  const { source, asked, turnTo, begin } = scripted();
  await begin();
  source.drop("an older one");
  expect(source.get()).toBe("one");
  source.drop("one");
  const second = source.get();
  asked[1]?.resolve({ token: "two", lifetimeMs: 100_000 });
  await expect(second).resolves.toBe("two");
  turnTo(100_000);
  const third = source.get();
  asked[2]?.reject(new Error("down"));
  await expect(third).rejects.toThrow("down");
});
