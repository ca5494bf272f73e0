import type { KeySummary } from "@headgate/contract";
import { expect, test } from "vitest";
import { emptyDraft, keyLines, readDraft } from "./view-model.ts";

const key = (id: string, created_at_ms: number, revoked_at_ms?: number): KeySummary => ({
  id,
  name: id,
  hint: "hg_1234",
  attribution: { team: "search" },
  tags: { tier: "gold" },
  created_at_ms,
  ...(revoked_at_ms === undefined ? {} : { revoked_at_ms }),
});

test("working keys come first, the newest on top, revoked ones last", () => {
  const lines = keyLines([key("old", 1), key("gone", 9, 10), key("new", 5)], 10);

  expect(lines.map(({ id }) => id)).toEqual(["new", "old", "gone"]);
  expect(lines[0]?.labels).toEqual([
    { name: "Team", value: "search" },
    { name: "tier", value: "gold" },
  ]);
});

test("fields that were left empty are not sent", () => {
  const draft = {
    name: "ranker",
    attribution: { team: " search ", project: "  " },
    tags: "release=2026-11, tier=gold",
  };

  expect(readDraft(draft)).toEqual({
    kind: "ready",
    key: {
      name: "ranker",
      attribution: { team: "search" },
      tags: { release: "2026-11", tier: "gold" },
    },
  });
});

test("each fault stands under its field", () => {
  expect(readDraft(emptyDraft)).toEqual({ kind: "wrong", faults: { name: "A key needs a name" } });
  expect(readDraft({ ...emptyDraft, name: "a", tags: "gold" })).toMatchObject({
    faults: { tags: "Expected key=value, key=value" },
  });
  expect(
    readDraft({ ...emptyDraft, name: "a", attribution: { team: "x".repeat(300) } }),
  ).toMatchObject({ kind: "wrong", faults: { "attribution.team": expect.any(String) } });
});
