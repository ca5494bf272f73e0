import { expect, test } from "vitest";
import { passes, shorten } from "./passes/shorten.ts";
import { packedRecord } from "./passes/undo-passes.ts";
import { pairKeyOf } from "./token-differences.ts";
import { type UndoableText, UndoRecords } from "./undo-records.ts";

const salt = Buffer.from("a salt of a test");
const jsonOf = (things: number): string =>
  JSON.stringify(
    Array.from({ length: things }, (_, id) => ({ id, of: things })),
    null,
    2,
  );
/** A text that two passes shorten. */
const coloured = `\u001b[31mred\u001b[0m${"\n".repeat(9)}end   \n`;

function undoable(before: string, at = 0): UndoableText {
  const made = shorten(before, passes);
  return {
    path: ["messages", at, "content"],
    pairKey: pairKeyOf(before, made.text),
    sent: made.text,
    undo: () => packedRecord(made.record),
  };
}

function open(limits = { maxBytes: 1_000_000, maxAgeMs: 60_000 }) {
  const clock = { nowMs: 0 };
  return { clock, records: new UndoRecords(salt, limits, () => clock.nowMs) };
}

function undone(records: UndoRecords, callId: string, keyId?: string) {
  const given = records.give(callId, keyId);
  if (given === "too-large") throw new Error("it is small");
  return given;
}

test("a call's texts come back as they were, pass by pass, and make the digest of its row", () => {
  const { records } = open();
  const texts = [undoable(coloured), undoable(jsonOf(20), 1)];
  records.keep("call-1", "key-1", texts);

  const first = undone(records, "call-1", "key-1");

  expect(first?.texts.map(({ steps }) => steps[0]?.before)).toEqual([coloured, jsonOf(20)]);
  expect(first?.texts[0]?.steps.map(({ pass }) => pass)).toEqual(["terminal_codes", "blank_lines"]);
  expect(first?.texts[0]?.steps[1]?.before).toBe(`red${"\n".repeat(9)}end   \n`);
  expect(first?.digest).toBe(records.digestOf(texts.map(({ pairKey }) => pairKey)));
  expect(first?.isVerified).toBe(true);
});

test("they are given to the key whose call it was and to who manages the gateway, to no other key", () => {
  const { records } = open();
  records.keep("call-1", "key-1", [undoable(coloured)]);

  expect(records.give("call-1", "key-2")).toBeUndefined();
  expect(records.give("call-1", undefined)).toBeDefined();
  expect(records.give("call-2", undefined)).toBeUndefined();
});

test("what would be too much to make of one call is not made, however little is held of it", () => {
  const { records } = open({ maxBytes: 20_000_000, maxAgeMs: 60_000 });
  const spaced = `[1,${" ".repeat(900_000)}2]`;
  records.keep(
    "nine",
    "key-1",
    Array.from({ length: 9 }, (_, at) => undoable(spaced, at)),
  );
  records.keep(
    "ten",
    "key-1",
    Array.from({ length: 10 }, (_, at) => undoable(spaced, at)),
  );

  expect(records.give("nine", "key-1")).toMatchObject({ isVerified: true });
  expect(records.give("ten", "key-1")).toBe("too-large");
  expect(records.give("ten", "key-2")).toBeUndefined();
});

test("a text that comes again in each turn is held once, and goes with the last call that had it", () => {
  const { records, clock } = open();
  records.keep("call-1", "key-1", [undoable(jsonOf(500))]);
  const ofOne = records.bytes;

  clock.nowMs = 30_000;
  records.keep("call-2", "key-1", [undoable(jsonOf(500)), undoable(coloured, 1)]);
  expect(records.bytes).toBeLessThan(ofOne + 2_000);

  clock.nowMs = 60_000;
  records.expire();
  expect(records.give("call-1", undefined)).toBeUndefined();
  expect(undone(records, "call-2")?.texts[0]?.steps[0]?.before).toBe(jsonOf(500));

  clock.nowMs = 90_000;
  records.expire();
  expect([records.bytes, records.calls]).toEqual([0, 0]);
});

test("memory stays in its bounds: the oldest calls go first, and what is switched off holds nothing", () => {
  const { records } = open({ maxBytes: 60_000, maxAgeMs: 60_000 });
  for (let call = 0; call < 50; call += 1) {
    records.keep(`call-${call}`, "key-1", [undoable(jsonOf(100 + call))]);
    expect(records.bytes).toBeLessThanOrEqual(60_000);
  }
  expect(records.give("call-0", undefined)).toBeUndefined();
  expect(records.give("call-49", undefined)).toBeDefined();

  records.keep("large", "key-1", [undoable(jsonOf(20_000))]);
  expect(records.give("large", undefined)).toBeUndefined();
  expect(records.give("call-49", undefined)).toBeDefined();

  records.resize({ maxBytes: 0, maxAgeMs: 60_000 });
  records.keep("call-50", "key-1", [undoable(coloured)]);
  expect([records.bytes, records.calls]).toEqual([0, 0]);
});
