import type { AlarmSpan } from "@headgate/ledger";
import fc from "fast-check";
import { expect, test } from "vitest";
import { freshEvents } from "./fresh-events.ts";
import { measurementOver } from "./measure/measured.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.parse("2026-11-20T00:00:00Z");

const span = (startHour: number, endHour: number, direction: AlarmSpan["direction"] = "above") => ({
  direction,
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

test("whatever is found in whatever order, no hour is told twice to one side", () => {
  const anySpan = fc
    .tuple(fc.nat(100), fc.integer({ min: 1, max: 12 }), fc.constantFrom("above", "below"))
    .map(([start, length, direction]) => span(start, start + length, direction));
  fc.assert(
    fc.property(fc.array(fc.array(anySpan, { maxLength: 6 }), { maxLength: 12 }), (looks) => {
      let told: readonly AlarmSpan[] = [];
      const toldHours = new Set<string>();
      for (const found of looks) {
        const result = look(told, found);
        for (const { span: fresh } of result.fresh) {
          for (let atMs = fresh.startMs; atMs < fresh.endMs; atMs += HOUR_MS) {
            const hour = `${fresh.direction} ${atMs}`;
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
