import { expect, test } from "vitest";
import { crowdedOut } from "./key-share.ts";
import type { LabelSource } from "./label-source.ts";

const many = (calls: number, by: LabelSource) => Array.from({ length: calls }, () => ({ by }));
const own: LabelSource = { kind: "people", key: "one" };

test("a key has a twentieth of what is learned from, and what nobody could decide is not", () => {
  const labels = [...many(400, { kind: "form" }), ...many(19, own)];
  const undecided = many(400, { kind: "undecided", judge: undefined });

  expect(crowdedOut(labels, own)).toBeUndefined();
  expect(crowdedOut([...labels, ...many(1, own)], own)).toBe(400);
  expect(crowdedOut([...undecided, ...labels, ...many(1, own)], own)).toBe(800);
});
