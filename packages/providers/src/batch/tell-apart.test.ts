import fc from "fast-check";
import { expect, test } from "vitest";
import type { BatchResult } from "./batch-api.ts";
import { tellApart } from "./tell-apart.ts";

const ids = fc.constantFrom("a", "b", "c", "d", "e");

async function* placed(customIds: readonly string[]) {
  for (const [index, customId] of customIds.entries()) {
    const result: BatchResult = { kind: "answered", customId, status: 200, body: { index } };
    yield { line: index + 1, result };
  }
}

test("each expected id is told once, whatever the lines say", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(ids), fc.uniqueArray(ids), async (lines, expected) => {
      const told: BatchResult[] = [];
      for await (const result of tellApart(placed(lines), "ended", new Set(expected))) {
        told.push(result);
      }

      const settled = told.flatMap((result) =>
        result.kind === "answered" || result.kind === "missing" ? [result.customId] : [],
      );
      expect(settled.toSorted()).toEqual(expected.toSorted());
      expect(told.length).toBe(lines.length + told.filter(({ kind }) => kind === "missing").length);
    }),
  );
});

test.each([
  ["ended", "missing"],
  ["expired", "expired"],
  ["cancelled", "cancelled"],
] as const)("what a batch that %s has no line for is %s", async (state, kind) => {
  const told: BatchResult[] = [];
  for await (const result of tellApart(placed(["a"]), state, new Set(["a", "b"])))
    told.push(result);

  expect(told.at(-1)).toEqual({ kind, customId: "b" });
});
