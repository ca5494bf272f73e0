import { configSchema, type LedgerRow } from "@headgate/contract";
import { formatDollars, picodollars } from "@headgate/money";
import { openTemporaryLedger } from "@headgate/sources";
import { expect, onTestFinished, test } from "vitest";
import { measureAnomaly } from "../alarms/measure/measure-anomaly.ts";
import { costing, ledgerRow } from "../ledger-row.fixture.ts";
import { anomalies } from "./anomalies.ts";
import { forecast } from "./forecast.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TODAY_MS = Date.parse("2026-11-16T00:00:00Z");
const NOW_MS = TODAY_MS + 12 * HOUR_MS;
const CALLS_A_DAY = 20;
const cost = formatDollars(picodollars(10n ** 12n / 2n));

/** Constructed calls of $10 a day, from ninety days ago until so many days ago. */
const callsUntil = (daysAgo: number, team: string, source: LedgerRow["source"]) =>
  Array.from({ length: (91 - daysAgo) * CALLS_A_DAY }, (_, index) =>
    ledgerRow({
      call_id: `${team} ${index}`,
      started_at_ms: TODAY_MS - (90 - Math.floor(index / CALLS_A_DAY)) * DAY_MS + HOUR_MS,
      source,
      attribution: { team },
      ...costing(cost),
    }),
  );

async function ledgerOf(rows: readonly LedgerRow[]) {
  const { store, close } = await openTemporaryLedger();
  onTestFinished(close);
  await store.append({ rows: [...rows], cursors: [] });
  return store;
}
const monthOf = async (ledger: Awaited<ReturnType<typeof ledgerOf>>, filter = {}) =>
  (await forecast(ledger, filter, NOW_MS)).forecasts.find(({ period }) => period === "month");
const foundIn = (ledger: Awaited<ReturnType<typeof ledgerOf>>, filter = {}) =>
  anomalies(
    ledger,
    {
      ...filter,
      from: new Date(TODAY_MS - 7 * DAY_MS).toISOString(),
      to: new Date(TODAY_MS).toISOString(),
      grain: "day",
    },
    NOW_MS,
  );

test("days that were not imported yet are foretold, not taken for days without spend", async () => {
  const ledger = await ledgerOf(callsUntil(8, "red", "langfuse"));

  expect(await monthOf(ledger)).toMatchObject({
    kind: "forecast",
    spent: "80.000000000000",
    unknown_days: 7,
    expected: "300.000000000000",
    interval: { low: "300.000000000000", high: "300.000000000000" },
  });
});

test("a day that was not imported yet is no anomaly", async () => {
  const ledger = await ledgerOf(callsUntil(2, "red", "langfuse"));

  const { judgement } = await foundIn(ledger);
  expect(judgement).toMatchObject({ kind: "judged", anomalies: [], judged_points: 6 });
});

test("a day without a call through the gateway cost nothing, which is one", async () => {
  const ledger = await ledgerOf(callsUntil(2, "red", "gateway"));

  expect(await foundIn(ledger)).toMatchObject({
    judgement: { anomalies: [{ direction: "below", cost: "0.000000000000" }] },
  });
  expect(await monthOf(ledger)).toMatchObject({ unknown_days: 0 });
});

test("a day of which the gateway's calls alone have come is not known, and no anomaly", async () => {
  // The logs of yesterday are pulled in the night; the gateway has a third of all calls.
  const ledger = await ledgerOf([
    ...callsUntil(2, "red", "bedrock_invocation_log"),
    ...callsUntil(1, "blue", "gateway").filter((_, index) => index % 2 === 0),
  ]);

  expect(await foundIn(ledger)).toMatchObject({
    judgement: { kind: "judged", anomalies: [], judged_points: 6 },
  });
  expect(await monthOf(ledger)).toMatchObject({ spent: "210.000000000000", unknown_days: 1 });
});

test("a source that stopped a week ago holds the others back no longer", async () => {
  const ledger = await ledgerOf([
    ...callsUntil(8, "red", "langfuse"),
    ...callsUntil(1, "blue", "gateway"),
  ]);

  expect(await monthOf(ledger)).toMatchObject({ unknown_days: 0 });
});

test("who made no call on days that were imported spent nothing on them", async () => {
  const ledger = await ledgerOf([
    ...callsUntil(2, "red", "langfuse"),
    ...callsUntil(1, "blue", "langfuse"),
  ]);

  expect(await foundIn(ledger, { team: "red" })).toMatchObject({
    judgement: { anomalies: [{ direction: "below", cost: "0.000000000000" }] },
  });
});

test("an alarm of which no day is known yet cannot be measured, which is not ok", async () => {
  const ledger = await ledgerOf(callsUntil(8, "red", "langfuse"));
  const [alarm] = configSchema.parse({ alarms: [{ name: "a", on: "anomaly" }] }).alarms;
  if (alarm?.on !== "anomaly") throw new TypeError("an alarm of another kind");

  const measured = await measureAnomaly(alarm, ledger, NOW_MS);
  expect(measured.isBeyond).toBeUndefined();
  expect(measured.measurement).toMatchObject({
    unjudged: "cannot_be_measured",
    note: "no day of these is known yet",
  });
});

test("hours that a source of weekdays kept unknown over a weekend are judged once it has come again", async () => {
  const BURST_MS = TODAY_MS - 36 * HOUR_MS;
  const hours = Array.from(
    { length: 35 * 24 + 10 },
    (_, hour) => TODAY_MS + (hour - 35 * 24) * HOUR_MS,
  );
  const isAtWork = (atMs: number): boolean => {
    const at = new Date(atMs);
    return (
      [1, 2, 3, 4, 5].includes(at.getUTCDay()) && at.getUTCHours() >= 9 && at.getUTCHours() < 17
    );
  };
  const callsAt = (atMs: number, source: LedgerRow["source"], count: number) =>
    Array.from({ length: count }, (_, index) =>
      ledgerRow({
        call_id: `${source} ${atMs} ${index}`,
        started_at_ms: atMs + index * 1_000,
        source,
        ...costing(cost),
      }),
    );
  const ledger = await ledgerOf([
    ...hours.flatMap((atMs) => callsAt(atMs, "gateway", atMs === BURST_MS ? 60 : 3)),
    ...hours.filter(isAtWork).flatMap((atMs) => callsAt(atMs, "langfuse", 2)),
  ]);
  const [alarm] = configSchema.parse({
    alarms: [{ name: "a", on: "anomaly", grain: "hour" }],
  }).alarms;
  if (alarm?.on !== "anomaly") throw new TypeError("an alarm of another kind");

  const sunday = await measureAnomaly(alarm, ledger, TODAY_MS - 12 * HOUR_MS);
  expect(sunday.isBeyond).toBeUndefined();
  const monday = await measureAnomaly(alarm, ledger, TODAY_MS + 10 * HOUR_MS);
  expect(monday.events?.map(({ span }) => span)).toEqual([
    { direction: "above", slice: null, startMs: BURST_MS, endMs: BURST_MS + HOUR_MS },
  ]);
});

test.each([
  ["still comes on weekdays", 1],
  ["has ended since", 17],
])(
  "days of a past range are known when all has long come, also of a source that %s",
  async (_, daysAgo) => {
    const isWeekday = ({ started_at_ms: atMs }: LedgerRow): boolean =>
      ![0, 6].includes(new Date(atMs).getUTCDay());
    const ledger = await ledgerOf([
      ...callsUntil(daysAgo, "red", "langfuse").filter(isWeekday),
      ...callsUntil(1, "blue", "gateway"),
    ]);

    const { judgement } = await anomalies(
      ledger,
      {
        from: new Date(TODAY_MS - 21 * DAY_MS).toISOString(),
        to: new Date(TODAY_MS - 14 * DAY_MS).toISOString(),
        grain: "day",
      },
      NOW_MS,
    );
    expect(judgement).toMatchObject({ kind: "judged", judged_points: 7 });
  },
);
