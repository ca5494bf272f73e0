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

test("policies that ask providers the same have one digest, and those that do not have two", () => {
  if (silent === undefined || terse === undefined || cached === undefined) throw new Error();

  expect(editingDigest(cached, [])).toBe(editingDigest(silent, []));
  expect(editingDigest(terse, [])).not.toBe(editingDigest(silent, []));
});

test("other exchanged prompts are another digest, also of a policy that was asked before", () => {
  if (silent === undefined || terse === undefined) throw new Error();

  const digests = [[], ["short"], ["short", "brief"], []].map((exchanged) =>
    editingDigest(silent, exchanged),
  );

  expect(new Set(digests).size).toBe(3);
  expect(digests[3]).toBe(digests[0]);
  expect(editingDigest(terse, ["short"])).not.toBe(digests[1]);
});

test("calls that are steered otherwise have another digest", () => {
  if (silent === undefined) throw new Error();

  const digests = [[], ["task intent"], ["task legal_medical"], []].map((steering) =>
    editingDigest(silent, ["short"], steering),
  );

  expect(new Set(digests).size).toBe(3);
  expect(digests[3]).toBe(editingDigest(silent, ["short"]));
  expect(editingDigest(silent, ["task intent"])).not.toBe(
    editingDigest(silent, [], ["task intent"]),
  );
});
