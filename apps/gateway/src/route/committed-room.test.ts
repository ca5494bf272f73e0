import fc from "fast-check";
import { expect, test } from "vitest";
import { CommittedRoom } from "./committed-room.ts";

const NOW_MS = Date.parse("2026-11-01T00:00:00Z");
const held = {
  ...{ provider: "aws", model: "m", tokens_per_minute: 1_000 },
  until: "2026-12-01T00:00:00Z",
};
const at = (atMs: number, model = "m") => ({ provider: "aws", model, atMs });

test("room is what is held less what was used in the last minute, whatever the order of seconds", () => {
  const uses = fc.array(
    fc.record({ afterMs: fc.integer({ min: 0, max: 40_000 }), tokens: fc.nat(400) }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(uses, (steps) => {
      const room = new CommittedRoom();
      const seen: { second: number; tokens: number }[] = [];
      let atMs = NOW_MS;
      for (const { afterMs, tokens } of steps) {
        atMs += afterMs;
        room.used([held], at(atMs), tokens);
        seen.push({ second: Math.floor(atMs / 1_000), tokens });
        const second = Math.floor(atMs / 1_000);
        const used = seen
          .filter((one) => one.second > second - 60)
          .reduce((sum, one) => sum + one.tokens, 0);
        expect(room.hasRoom([held], at(atMs), 1_000 - used)).toBe(true);
        expect(room.hasRoom([held], at(atMs), 1_001 - used)).toBe(false);
      }
    }),
  );
});

test("what is not held, of another model, or over has no room", () => {
  const room = new CommittedRoom();
  room.used([held], at(NOW_MS, "other"), 5_000);

  expect(room.hasRoom([held], at(NOW_MS, "other"), 1)).toBe(false);
  expect(room.hasRoom([], at(NOW_MS), 1)).toBe(false);
  expect(room.hasRoom([held], at(Date.parse(held.until)), 1)).toBe(false);
  expect(room.hasRoom([held, held], at(NOW_MS), 2_000)).toBe(true);
});
