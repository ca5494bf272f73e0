import { budgetStatusSchema, configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { type Before, changeByLook } from "../look-at-alarm.ts";
import { measureBudget } from "./measure-budget.ts";

const config = configSchema.parse({
  alarms: [
    { name: "a", on: "budget", budget: "each-customer", above: "0.8", remind_every_hours: 720 },
  ],
});
const [alarm] = config.alarms;
const HOUR_MS = 3_600_000;

type Standing = Parameters<typeof measureBudget>[1];
type Window = Readonly<{ window: string | null; start: string | null; end: string | null }>;
const november: Window = {
  window: "month",
  start: "2026-11-01T00:00:00.000Z",
  end: "2026-12-01T00:00:00.000Z",
};
const dayOf = (day: string): Window => ({
  window: "day",
  start: `${day}T00:00:00.000Z`,
  end: new Date(Date.parse(day) + 24 * HOUR_MS).toISOString(),
});

/** How a budget by customer stands: the share that each has spent. */
function standing(
  { window, start, end }: Window,
  shares: Readonly<Record<string, string>>,
): Standing {
  const zero = "0.000000000000";
  return {
    budgets: [
      budgetStatusSchema.parse({
        ...{ name: "each-customer", measure: "dollars", limit: "100.000000000000", window },
        ...{ time_zone: "UTC", window_start: start, window_end: end, match: {}, per: ["customer"] },
        ...{ at_limit: "refuse", step_down_to: null, step_down_at: null, alert_at: ["0.8"] },
        ...{ known_since: null, opening_read_at: null, left_out: 0 },
        accounts: Object.entries(shares).map(([customer, share]) => ({
          subject: { customer },
          ...{ spent: zero, leased: zero, free: zero, at_worst_case: zero, opening: zero },
          ...{ share, simulated: false, expected: null },
        })),
      }),
    ],
  };
}

type Look = readonly [at: string, Standing];

/** Looks at the alarm one time after the other; what each look tells of whom. */
const looks = (...seen: readonly Look[]) => lookFrom(undefined, seen).told;
const looksFrom = (before: Before["standing"], ...seen: readonly Look[]) =>
  lookFrom(before, seen).told;
const spansAfter = (...seen: readonly Look[]) => lookFrom(undefined, seen).spans;

function lookFrom(earlier: Before["standing"], seen: readonly Look[]) {
  if (alarm?.on !== "budget") throw new TypeError("an alarm of another kind");
  let before: Before = { standing: earlier, told: [], snoozedUntilMs: undefined };
  const told = seen.map(([at, response]) => {
    const nowMs = Date.parse(at);
    const isFiring = before.standing?.state === "firing";
    const measured = measureBudget(alarm, response, { nowMs, isFiring });
    const change = changeByLook(alarm, measured, { before, config, nowMs });
    if (change === undefined) return [];
    before = { ...before, standing: change.standing, told: change.spans ?? before.told };
    return change.messages.map(({ kind, measurement, since }) => [
      kind,
      measurement?.note ?? null,
      ...(kind === "fired" ? [since] : []),
    ]);
  });
  return { told, spans: before.told };
}

test("each account that is beyond is told of, also while another one's alarm goes on", () => {
  const told = looks(
    ["2026-11-02T10:00:00Z", standing(november, { acme: "0.850000" })],
    ["2026-11-02T10:01:00Z", standing(november, { acme: "0.860000", globex: "0.790000" })],
    ["2026-11-10T10:00:00Z", standing(november, { acme: "0.900000", globex: "0.950000" })],
    ["2026-11-12T10:00:00Z", standing(november, { globex: "0.960000", initech: "1.000000" })],
    ["2026-11-30T23:00:00Z", standing(november, { globex: "0.990000", acme: "0.990000" })],
  );

  expect(told).toEqual([
    [["fired", "customer=acme", "2026-11-02T10:00:00.000Z"]],
    [],
    [["fired", "customer=globex", "2026-11-10T10:00:00.000Z"]],
    [["fired", "customer=initech", "2026-11-12T10:00:00.000Z"]],
    [],
  ]);
});

test("a window that filled while nobody looked is told of, though the one before never ended", () => {
  const told = looks(
    ["2026-11-16T20:00:00Z", standing(dayOf("2026-11-16"), { acme: "0.850000" })],
    ["2026-11-17T09:00:00Z", standing(dayOf("2026-11-17"), { acme: "0.900000" })],
    ["2026-11-17T09:01:00Z", standing(dayOf("2026-11-17"), { acme: "0.910000" })],
    ["2026-11-18T00:01:00Z", standing(dayOf("2026-11-18"), {})],
  );

  expect(told).toEqual([
    [["fired", "customer=acme", "2026-11-16T20:00:00.000Z"]],
    [["fired", "customer=acme", "2026-11-17T09:00:00.000Z"]],
    [],
    [["resolved", null]],
  ]);
});

test("of a rolling window an account is told of once while it stays beyond, and anew when it comes back", () => {
  const rolling = { window: "rolling 24h", start: "2026-11-15T10:00:00.000Z", end: null };
  const told = looks(
    ["2026-11-16T10:00:00Z", standing(rolling, { acme: "0.850000" })],
    ["2026-11-16T10:30:00Z", standing(rolling, { acme: "0.860000" })],
    ["2026-11-16T11:00:00Z", standing(rolling, { acme: "0.100000" })],
    ["2026-11-16T14:00:00Z", standing(rolling, { acme: "0.850000" })],
  );

  expect(told.map((messages) => messages.map(([kind]) => kind))).toEqual([
    ["fired"],
    [],
    ["resolved"],
    ["fired"],
  ]);
});

const kindsOf = (messages: readonly (readonly (string | null)[])[]) =>
  messages.map(([kind]) => kind);

test("an alarm that ended and fires again in the same window is told of again", () => {
  const told = looks(
    ["2026-11-02T10:00:00Z", standing(november, { acme: "0.850000" })],
    // The limit was raised.
    ["2026-11-03T10:00:00Z", standing(november, { acme: "0.425000" })],
    ["2026-11-12T10:00:00Z", standing(november, { acme: "0.850000" })],
    ["2026-11-12T10:01:00Z", standing(november, { acme: "0.860000" })],
  );

  expect(told.map(kindsOf)).toEqual([["fired"], ["resolved"], ["fired"], []]);
});

test("an alarm that fired before accounts were told one by one takes those beyond as told", () => {
  const sinceMs = Date.parse("2026-11-02T10:00:00Z");
  const told = looksFrom(
    { alarm: "a", state: "firing", sinceMs, toldAtMs: sinceMs },
    ["2026-11-02T11:00:00Z", standing(november, { acme: "0.850000", globex: "0.900000" })],
    ["2026-11-02T11:01:00Z", standing(november, { acme: "0.850000", initech: "0.900000" })],
  );

  expect(told).toEqual([[], [["fired", "customer=initech", "2026-11-02T11:01:00.000Z"]]]);
});

test("of a rolling window nobody is told of again since nobody looked for hours", () => {
  const rolling = { window: "rolling 24h", start: "2026-11-15T10:00:00.000Z", end: null };
  const told = looks(
    ["2026-11-16T10:00:00Z", standing(rolling, { acme: "0.850000", globex: "0.900000" })],
    ["2026-11-16T10:01:00Z", standing(rolling, { acme: "0.850000", globex: "0.700000" })],
    ["2026-11-16T15:00:00Z", standing(rolling, { acme: "0.860000", globex: "0.900000" })],
  );

  expect(told).toEqual([
    [
      ["fired", "customer=acme", "2026-11-16T10:00:00.000Z"],
      ["fired", "customer=globex", "2026-11-16T10:00:00.000Z"],
    ],
    [],
    [["fired", "customer=globex", "2026-11-16T15:00:00.000Z"]],
  ]);
});

test("windows that are over are kept no longer than it takes to see that they are", () => {
  const days = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"];
  const kept = spansAfter(
    ...days.map(
      (day) =>
        [
          `${day}T09:00:00Z`,
          standing(dayOf(day), { acme: "0.850000", globex: "0.900000" }),
        ] as const,
    ),
    ["2026-11-19T10:00:00Z", standing(dayOf("2026-11-19"), { acme: "0.850000" })],
  );

  expect(kept.map(({ startMs }) => new Date(startMs).toISOString())).toEqual([
    "2026-11-19T00:00:00.000Z",
    "2026-11-19T00:00:00.000Z",
  ]);
});
