import type { AlarmSpan } from "@headgate/ledger";
import fc from "fast-check";
import { expect, test } from "vitest";
import { freshEvents } from "./fresh-events.ts";
import { measurementOver } from "./measure/measured.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.parse("2026-11-20T00:00:00Z");

const span = (
  startHour: number,
  endHour: number,
  direction: AlarmSpan["direction"] = "above",
  slice: AlarmSpan["slice"] = null,
): AlarmSpan => ({
  direction,
  slice,
  startMs: START_MS + startHour * HOUR_MS,
  endMs: START_MS + endHour * HOUR_MS,
});
const event = (of: AlarmSpan) => ({
  span: of,
  measurement: measurementOver({ fromMs: of.startMs, toMs: of.endMs }, {}),
});
const look = (told: readonly AlarmSpan[], found: readonly AlarmSpan[]) =>
  freshEvents(told, found.map(event), { nowMs: START_MS, apartMs: HOUR_MS });

test("an event is told once, also when later data move its beginning or its end", () => {
  const first = look([], [span(10, 12)]);
  expect(first.fresh).toHaveLength(1);

  for (const again of [span(10, 12), span(9, 12), span(11, 15), span(13, 14)]) {
    expect(look(first.told, [again]).fresh).toEqual([]);
  }
  expect(look(first.told, [span(14, 15)]).fresh).toHaveLength(1);
  expect(look(first.told, [span(10, 12, "below")]).fresh).toHaveLength(1);
});

test("two spans that turn out to be one event stay told", () => {
  const { told } = look([], [span(10, 12), span(20, 22)]);
  const joined = look(told, [span(10, 22)]);

  expect(joined).toEqual({ fresh: [], told: [span(10, 22)] });
});

const ofFeature = (value: string) => ({ dimension: "feature", value }) as const;

test("events of two slices at one time, or at neighbouring times, are each told", () => {
  const small = span(10, 11, "above", ofFeature("a"));
  const large = span(10, 11, "above", ofFeature("b"));
  const both = look([], [small, large]);
  expect(both.fresh.map((fresh) => fresh.span)).toEqual([small, large]);

  const ofAll = span(11, 12);
  const ofTeam = span(11, 12, "above", { dimension: "team", value: "a" });
  const next = look(both.told, [small, large, ofAll, ofTeam]);
  expect(next.fresh.map((fresh) => fresh.span)).toEqual([ofAll, ofTeam]);
  expect(next.told).toHaveLength(4);
  expect(look(next.told, [small, large, ofAll, ofTeam]).fresh).toEqual([]);
});

test("a span that was kept without a slice stands for every event at its time, and does not grow", () => {
  const kept = span(10, 12, "above", "not_kept");
  const again = span(11, 14, "above", ofFeature("a"));
  const { fresh, told } = look([kept], [again, span(10, 11)]);

  expect(fresh).toEqual([]);
  expect(told).toContainEqual(kept);
  expect(told).toContainEqual(again);
  expect(look(told, [span(14, 15, "above", ofFeature("b"))]).fresh).toHaveLength(1);
});

test("whatever is found in whatever order, no hour is told twice to one side of one slice", () => {
  const anySpan = fc
    .tuple(
      fc.nat(100),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom("above", "below"),
      fc.constantFrom(null, ofFeature("a"), ofFeature("b")),
    )
    .map(([start, length, direction, slice]) => span(start, start + length, direction, slice));
  fc.assert(
    fc.property(fc.array(fc.array(anySpan, { maxLength: 6 }), { maxLength: 12 }), (looks) => {
      let told: readonly AlarmSpan[] = [];
      const toldHours = new Set<string>();
      for (const found of looks) {
        const result = look(told, found);
        for (const { span: fresh } of result.fresh) {
          for (let atMs = fresh.startMs; atMs < fresh.endMs; atMs += HOUR_MS) {
            const hour = JSON.stringify([fresh.direction, fresh.slice, atMs]);
            expect(toldHours.has(hour)).toBe(false);
            toldHours.add(hour);
          }
        }
        told = result.told;
        // The same look again, as after a restart, tells nothing.
        expect(look(told, found).fresh).toEqual([]);
      }
    }),
  );
});

test("what ended a month ago is forgotten", () => {
  const old = span(-24 * 40, -24 * 39);

  expect(look([old], []).told).toEqual([]);
});
