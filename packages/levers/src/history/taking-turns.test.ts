import { expect, test } from "vitest";
import { takingTurns } from "./taking-turns.ts";

test("long work lets others have their turn, again and again", async () => {
  const turn = takingTurns();
  let others = 0;
  const other = (): void => {
    others += 1;
    if (!ended) setImmediate(other);
  };
  let ended = false;
  setImmediate(other);

  const untilMs = performance.now() + 200;
  while (performance.now() < untilMs) await turn();
  ended = true;

  expect(others).toBeGreaterThan(2);
});
