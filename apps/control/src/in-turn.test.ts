import { expect, test } from "vitest";
import { createInTurn } from "./in-turn.ts";

test("work is done one after the other, also after a piece that failed", async () => {
  const inTurn = createInTurn();
  const steps: string[] = [];
  const piece = (name: string, fails = false) =>
    inTurn(async () => {
      steps.push(`${name} begins`);
      await Promise.resolve();
      steps.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });

  const done = await Promise.allSettled([piece("a"), piece("b", true), piece("c")]);

  expect(done.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(steps).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});
