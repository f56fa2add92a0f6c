import assert from "node:assert/strict";
import { purposes } from "@todoke/core";
import { always, type AdapterCheck } from "../check.ts";
import { onStage } from "../stage.ts";

const word = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

export const identityChecks = [
  {
    id: "identity.words",
    title: "says its specification version, provider, channel and address kind in lower-case words",
    applies: always,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        assert.equal(adapter.specificationVersion, 1, "specificationVersion must be 1");
        assert.match(adapter.provider, word, "provider must be lower-case words joined by dashes");
        assert.match(adapter.channel, word, "channel must be lower-case words joined by dashes");
        assert.match(adapter.address.kind, word, "address.kind must be lower-case words joined by dashes");
      }),
  },
  {
    id: "identity.purposes",
    title: "gives a reason for each purpose that it forbids",
    applies: always,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        for (const [purpose, reason] of Object.entries(adapter.forbiddenPurposes ?? {})) {
          assert.ok(
            purposes.some((known) => known === purpose),
            `forbiddenPurposes: "${purpose}" is no purpose`,
          );
          assert.ok(reason, `forbiddenPurposes: there is no reason for ${purpose}`);
        }
      }),
  },
] as const satisfies readonly AdapterCheck[];
