import { parseDollars } from "@headgate/money";
import type { SliceAnomaly } from "@headgate/planner";
import { openTemporaryLedger } from "@headgate/sources";
import { expect, onTestFinished, test } from "vitest";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { tellEvents } from "./anomalous-events.ts";
import { lookAtCalls } from "./causes-of-calls.ts";

const DAY_MS = 86_400_000;
const FIRST_MS = Date.parse("2026-01-01T00:00:00Z");
const dollar = parseDollars("1");

/** A constructed deviation of one team on a day of its own, with the weeks before it known. */
function anomalyOf(place: number, change: Partial<SliceAnomaly> = {}): SliceAnomaly {
  const startMs = FIRST_MS + (40 + place * 9) * DAY_MS;
  const points = Array.from({ length: 29 }, (_, index) => ({
    startMs: startMs - (28 - index) * DAY_MS,
    cost: dollar,
  }));
  return {
    ...{ startMs, endMs: startMs + DAY_MS, direction: "above", measure: "cost", limit: 4 },
    ...{ cost: parseDollars("6"), expected: dollar, excess: parseDollars("5") },
    deviations: 9 - place / 100,
    slice: { dimension: "team", value: `team ${place}`, series: { grain: "day", points } },
    ...change,
  };
}

test("of more deviations than can be looked at those left out are told, and dollars count", async () => {
  const { store, close } = await openTemporaryLedger();
  onTestFinished(close);
  const dear = anomalyOf(99, { deviations: 4.1, excess: parseDollars("50000") });
  const small = Array.from({ length: 70 }, (_, place) => anomalyOf(place));
  const calls = [dear, ...small].flatMap(({ startMs, slice }) => {
    const attribution = { team: slice.value ?? "" };
    const at = startMs + DAY_MS / 2;
    return [0, 1, 2, 3].map((index) =>
      ledgerRow({ call_id: `${slice.value} ${index}`, started_at_ms: at, attribution }),
    );
  });
  await store.append({ rows: calls, cursors: [] });

  const anomalies = [...small, dear];
  const look = lookAtCalls(store, { filter: {}, dimensions: ["team"], anomalies });

  const { events, leftOut } = await tellEvents(look, anomalies);

  expect(leftOut).toHaveLength(11);
  expect(leftOut).not.toContain(dear);
  expect(events).toHaveLength(60);
});
