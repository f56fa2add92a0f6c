import { expect, it } from "vitest";
import { openRequest, recipientLines, requestFor } from "./message-requests.ts";

const range = { from: 5, count: 1_200 };

it.each(["personalised", "identical"] as const)("%s recipients are the same by stream and by request", (scenario) => {
  const lines = [...recipientLines(range, scenario)].join("").trimEnd().split("\n");
  const { to, ...message } = JSON.parse(requestFor(range, scenario)) as { readonly to: readonly object[] };
  expect(lines).toHaveLength(1_200);
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual(to);
  expect(JSON.parse(openRequest(scenario))).toEqual({ open: true, ...message });
});
