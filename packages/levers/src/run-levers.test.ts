import type { LeverName } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Act, Lever } from "./lever.ts";
import { runLevers } from "./run-levers.ts";

type Kind = Act<string, string>["kind"] | "throws";
const kinds: readonly Kind[] = ["left", "answered", "changed", "throws"];

const lever = (kind: Kind, place: number): Lever<string, string> => ({
  name: "exact-cache",
  act: async (call) => {
    switch (kind) {
      case "left":
        return { kind, reason: "nothing to do" };
      case "answered":
        return { kind, reason: "known", answer: `${call}!` };
      case "changed":
        return { kind, reason: "shorter", call: `${call}${place}` };
      case "throws":
        throw new Error(`lever ${place} is broken`);
      default:
        return kind satisfies never;
    }
  },
});

test("levers act in their order on what the one before made; the first answer ends it; broken ones are passed over", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...kinds), { maxLength: 8 }), async (asked) => {
      const failures: [LeverName, unknown][] = [];

      const run = await runLevers(asked.map(lever), "call", (name, error) =>
        failures.push([name, error]),
      );

      const end = asked.indexOf("answered");
      const reached = end < 0 ? asked : asked.slice(0, end + 1);
      const changed = reached.map((kind, place) => (kind === "changed" ? place : "")).join("");
      expect(run.call).toBe(`call${changed}`);
      expect(run.answer).toBe(end < 0 ? undefined : `call${changed}!`);
      expect(run.acted).toHaveLength(
        reached.filter((kind) => kind === "changed" || kind === "answered").length,
      );
      expect(failures).toHaveLength(reached.filter((kind) => kind === "throws").length);
    }),
  );
});
