import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { RouteTroubles } from "../route-troubles.ts";
import { AnswerWatch } from "./answer-watch.ts";

const log = pino({ level: "silent" });
const task = { pool: '["support","a/dear"]', fingerprint: "sums" };
const cheap = { ...task, model: "a/cheap" };
const other = { ...task, model: "a/other" };

function openWatch(folder?: string) {
  const made = folder ?? mkdtempSync(join(tmpdir(), "headgate-watch-"));
  if (folder === undefined) onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  const clock = { nowMs: Date.parse("2026-11-30T12:00:00Z") };
  const nowMs = () => clock.nowMs;
  const troubles = new RouteTroubles({ folder: made, log, nowMs });
  const watch = new AnswerWatch({ folder: made, log, troubles, nowMs });
  return { watch, troubles, clock, folder: made };
}
const told = (failed: readonly string[], ofReference: readonly string[] = []) => ({
  ...{ failed, ofReference, isServed: false },
});
const times = (count: number, run: (nth: number) => void): void => {
  for (let nth = 0; nth < count; nth += 1) run(nth);
};
/** As many answers as it takes until the model is out; at most so many. */
function servedUntilOut(
  { watch }: ReturnType<typeof openWatch>,
  failed: (nth: number) => boolean,
): number {
  for (let nth = 0; nth < 1_000; nth += 1) {
    if (watch.isOut(cheap)) return nth;
    watch.served(cheap, failed(nth) ? ["cut"] : []);
  }
  return Number.POSITIVE_INFINITY;
}

test("answers are not watched before enough tries say what is usual", () => {
  const { watch } = openWatch();
  times(29, () => watch.tried(cheap, told([])));
  times(100, () => watch.served(cheap, ["empty"]));

  expect(watch.isWatching(cheap)).toBe(false);
  expect(watch.isOut(cheap)).toBe(false);
  watch.tried(cheap, told([]));
  expect(watch.isWatching(cheap)).toBe(true);
  // From then on what clients get is not taken for what is usual.
  watch.tried(cheap, { ...told(["cut"]), isServed: true });
  expect(watch.of(cheap)?.tries).toEqual({ seen: 30, bad: 0 });
});

test("a model whose answers all fail is out of force after a handful, one of which every third fails after tens; others go on", () => {
  const all = openWatch();
  times(40, () => all.watch.tried(cheap, told([])));
  times(40, () => all.watch.tried(other, told([])));
  times(500, () => all.watch.served(cheap, []));
  expect(servedUntilOut(all, () => true)).toBeLessThan(10);
  expect(all.watch.isOut(other)).toBe(false);
  expect(all.watch.isOut({ ...cheap, fingerprint: "others" })).toBe(false);
  expect(all.troubles.all).toEqual([
    expect.objectContaining({
      ...{ kind: "answers_worse", policy: "support", fingerprint: "sums", model: "a/cheap" },
      note: expect.stringMatching(
        /^7 of its last 7 answers failed checks \(the last: cut\); of 40 tries 0 did$/,
      ),
    }),
  ]);

  const third = openWatch();
  times(40, () => third.watch.tried(cheap, told([])));
  expect(servedUntilOut(third, (nth) => nth % 3 === 0)).toBeLessThan(80);
});

test("what fails as often as its tries did stays in force, however often that is", () => {
  const open = openWatch();
  times(100, (nth) => open.watch.tried(cheap, told(nth % 2 === 0 ? ["cut"] : [], [])));

  expect(servedUntilOut(open, (nth) => nth % 2 === 0)).toBe(Number.POSITIVE_INFINITY);
  expect(open.watch.of(cheap)).toMatchObject({ served: { seen: 1_000, bad: 500 } });
});

test("good tries bring a model back, bad ones do not; what the reference's answer fails too keeps nobody out", () => {
  const open = openWatch();
  const { watch } = open;
  times(40, () => watch.tried(cheap, told([])));
  servedUntilOut(open, () => true);
  times(60, (nth) => watch.tried(cheap, told(nth % 2 === 0 ? ["cut"] : [], [])));
  expect(watch.isOut(cheap)).toBe(true);

  times(60, () => watch.tried(cheap, told(["cut"], ["cut"])));

  expect(watch.isOut(cheap)).toBe(false);
  // What is usual now was learned since.
  expect(watch.of(cheap)?.tries.bad).toBeGreaterThan(30);
});

test("a bad time is no part of what is usual after it: who falls back is out again as fast", () => {
  const open = openWatch();
  const { watch } = open;
  times(40, () => watch.tried(cheap, told([])));
  servedUntilOut(open, () => true);
  times(1_000, () => watch.tried(cheap, told(["cut"])));
  expect(watch.isOut(cheap)).toBe(true);

  times(25, () => watch.tried(cheap, told([])));

  expect(watch.isOut(cheap)).toBe(false);
  expect(watch.of(cheap)?.tries.bad).toBe(0);
  expect(watch.isWatching(cheap)).toBe(true);
  expect(servedUntilOut(open, () => true)).toBeLessThan(10);
});

test("where nothing is tried any more it is asked again a day later, and out again as fast", () => {
  const open = openWatch();
  times(40, () => open.watch.tried(cheap, told([])));
  servedUntilOut(open, () => true);
  open.clock.nowMs += 86_399_999;
  expect(open.watch.isOut(cheap)).toBe(true);

  open.clock.nowMs += 1;

  expect(open.watch.isOut(cheap)).toBe(false);
  expect(servedUntilOut(open, () => true)).toBeLessThan(10);
});

test("newest labels that are worse than the promise put all that a certificate chooses out of force, and good ones bring it back", () => {
  const { watch, troubles } = openWatch();
  const label = (loss: number, isOut: boolean) =>
    watch.labelled(task, { promise: 0.95, loss, isOut });
  times(2_000, (nth) => label(nth % 25 === 0 ? 1 : 0, false));
  expect(watch.isOut(cheap)).toBe(false);

  times(20, (nth) => label(nth % 4 === 0 ? 0 : 1, false));

  expect([watch.isOut(cheap), watch.isOut(other)]).toEqual([true, true]);
  expect(troubles.all[0]).toMatchObject({
    ...{ kind: "answers_worse", fingerprint: "sums", model: null },
    note: expect.stringContaining("where the promise allows 5.0 %"),
  });
  // Of calls of before, that are labelled late.
  times(100, () => label(0, false));
  expect(watch.isOut(cheap)).toBe(true);
  times(40, () => label(0, true));
  expect(watch.isOut(cheap)).toBe(false);
});

test("what is out of force stays so over a restart, and what is usual is still known", () => {
  const before = openWatch();
  times(40, () => before.watch.tried(cheap, told([])));
  times(40, () => before.watch.tried(other, told([])));
  servedUntilOut(before, () => true);
  before.watch.save();

  const { watch } = openWatch(before.folder);

  expect(watch.isOut(cheap)).toBe(true);
  expect(watch.isWatching(other)).toBe(true);
  expect(watch.of(cheap)).toEqual(before.watch.of(cheap));
});
