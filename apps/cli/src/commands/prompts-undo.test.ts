import { promptUndoSchema } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommandLines } from "../run-command.fixture.ts";
import { type StandIn, startStandIn } from "../stand-in-headgate.fixture.ts";

let headgate: StandIn;
beforeAll(async () => {
  headgate = await startStandIn();
});
afterAll(() => headgate.close());

test("a call's shortened texts are undone, in words and as JSON", async () => {
  const words = ["prompts", "undo", "call-1", "--url", headgate.url];
  const [shown, whole, json] = await runCommandLines([
    words,
    [...words, "--full"],
    [...words, "--json"],
  ]);

  expect([shown?.code, whole?.code, json?.code]).toEqual([0, 0, 0]);
  expect(shown?.stdout).toContain("json: 6 characters became 5");
  expect(whole?.stdout).toContain("--- as it came\n[1, 2]");
  expect(promptUndoSchema.parse(JSON.parse(json?.stdout ?? "")).texts?.[0]?.sent).toBe("[1,2]");
});
