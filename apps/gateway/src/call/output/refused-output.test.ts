import { configSchema } from "@headgate/contract";
import type { RequestEdit } from "@headgate/levers";
import { expect, test } from "vitest";
import type { AttemptFacts } from "../attempt.ts";
import type { Call } from "../call.ts";
import { CallEffects } from "../call-effects.ts";
import type { Target } from "../plan-targets.ts";
import { RefusedOutput } from "./refused-output.ts";

const edit = (lever: RequestEdit["lever"], did: string) =>
  ({ lever, changes: [{ did, count: 1 }] }) as unknown as RequestEdit;
const stop = edit("output", "stop_added");
const marker = edit("prefix-cache", "marked_5m");
const target = { provider: { name: "carrier" }, model: "claude" } as unknown as Target;
const policy = configSchema
  .parse({ policies: [{ name: "ending", output: { stop: ["END"] } }] })
  .policies.map(({ output }) => output)[0];
if (policy === undefined) throw new Error("there is no policy of output");

const callOf = (): Call =>
  ({
    ...{ edits: [stop], request: { model: "claude" }, effects: new CallEffects() },
  }) as unknown as Call;
const open = () => {
  const refused = new RefusedOutput(() => 0);
  const settled = (call: Call, edits: readonly RequestEdit[]): void =>
    refused.settled(call, { target, sending: { edits }, status: 200 } as unknown as AttemptFacts);
  return {
    isAsked: () => refused.policyFor(callOf(), target, policy).stop.length > 0,
    answeredWith: (...edits: RequestEdit[]) => settled(callOf(), edits),
    refusedWith: (...edits: RequestEdit[]) => {
      const call = callOf();
      call.effects.refusedEdits = edits;
      settled(call, []);
    },
  };
};

test("a model that refuses what the output lever alone changed is not asked again", () => {
  const { isAsked, refusedWith } = open();

  refusedWith(stop);

  expect(isAsked()).toBe(false);
});

test("what another lever changed as well is not laid to the output lever's charge at once", () => {
  const { isAsked, refusedWith, answeredWith } = open();

  refusedWith(marker, stop);
  expect(isAsked()).toBe(true);

  answeredWith(stop);
  refusedWith(marker, stop);
  refusedWith(marker, stop);
  expect(isAsked()).toBe(true);
});

test("it is where that is refused once more, since the other lever may never give way", () => {
  const { isAsked, refusedWith } = open();

  refusedWith(marker, stop);
  refusedWith(marker, stop);

  expect(isAsked()).toBe(false);
});
