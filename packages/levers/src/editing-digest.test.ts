import { configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { editingDigest } from "./editing-digest.ts";

const [silent, terse, cached] = configSchema.parse({
  policies: [
    { name: "silent" },
    { name: "terse", output: { style: "terse" } },
    { name: "cached", exact_cache: { when: "always" }, prefix_cache: { mode: "auto" } },
  ],
}).policies;
const approved = [{ name: "a", sha256: "0".repeat(64), text: "short", hold_out: 0.1 }];

test("policies that ask providers the same have one digest, and those that do not have two", () => {
  if (silent === undefined || terse === undefined || cached === undefined) throw new Error();

  expect(editingDigest(cached, [])).toBe(editingDigest(silent, []));
  expect(editingDigest(terse, [])).not.toBe(editingDigest(silent, []));
});

test("another approved prompt is another digest, also of a policy that was asked before", () => {
  if (silent === undefined) throw new Error();
  const none: typeof approved = [];

  const digests = [none, approved, none].map((prompts) => editingDigest(silent, prompts));

  expect(digests[1]).not.toBe(digests[0]);
  expect(digests[2]).toBe(digests[0]);
});
