import { expect, test } from "vitest";
import { billed, called, dayMs, reconciled } from "./sides.fixture.ts";

const SIX_HOURS_MS = 6 * 3_600_000;
const days = Array.from({ length: 30 }, (_, day) => day);
const bills = days.map((day) => billed({ day, units: day === 29 ? 25n : 100n }));
const calls = days.map((day) => called({ day, units: 100n }));
const ending = [
  { provider: "bedrock", account: "111122223333", untilMs: dayMs(29) + SIX_HOURS_MS },
];

test("calls behind the hour until which a bill goes are timing, and no gap", () => {
  const report = reconciled({ bills, calls, ending });

  expect(report.groups[0]).toMatchObject({
    reconciled_share: "1.000000",
    causes: [{ cause: "timing", reason: "bill_ends_within_day", amount: "-0.000225000000" }],
  });
  expect(report.is_on_target).toBe(true);
  expect(report.bills_ending_within_a_day).toEqual([
    { provider: "bedrock", account: "111122223333", until: "2026-07-30T06:00:00.000Z" },
  ]);
});

test("calls of a model that these hours do not name are timing as well", () => {
  const report = reconciled({
    bills,
    calls: [...calls, called({ day: 29, model: "nova" })],
    ending,
  });

  expect(report.groups[0]?.causes.map(({ reason }) => reason)).toEqual(["bill_ends_within_day"]);
});

test("a call too many on a day that is stated whole stays one, and so does a bill that counts more", () => {
  const more = reconciled({ bills, calls: [...calls, called({ day: 28, units: 7n })], ending });
  expect(more.groups[0]?.causes.map(({ reason }) => reason)).toEqual([
    "bill_ends_within_day",
    "more_called",
  ]);

  const fewer = reconciled({ bills, calls: calls.slice(0, 29), ending });
  expect(fewer.groups[0]?.causes.map(({ reason }) => reason)).toEqual(["not_called"]);
});

test("the end of another account's bill says nothing of this one's", () => {
  const others = [{ provider: "bedrock", account: "444455556666", untilMs: dayMs(29) + 1 }];

  const report = reconciled({ bills, calls, ending: others });
  expect(report.groups[0]?.causes.map(({ reason }) => reason)).toEqual(["more_called"]);
  expect(report.bills_ending_within_a_day).toEqual([]);
});

test.each([10, 29])(
  "one idle account of a payer does not make its day %s unfinished for the others",
  (day) => {
    const used = bills.map((row) => ({ ...row, subAccount: "used" }));
    const idle = billed({ day, units: 5n, subAccount: "idle" });
    const untilMs = dayMs(day) + 15 * 3_600_000;

    const report = reconciled({
      bills: [...used, idle],
      calls: [...calls, called({ day, units: 80n })],
      ending: [{ provider: "bedrock", account: "idle", untilMs }],
    });
    expect(report.groups[0]?.causes.map(({ reason }) => reason)).not.toContain(
      "bill_ends_within_day",
    );
    expect(report.groups[0]?.causes.map(({ reason }) => reason)).toContain("more_called");
    expect(report.bills_ending_within_a_day).toEqual([]);
  },
);

test("a payer's bill that grows is unfinished though an account of it was idle before the last hour", () => {
  const report = reconciled({
    bills: [
      ...bills.map((row) => ({ ...row, subAccount: "used" })),
      billed({ day: 29, units: 5n, subAccount: "idle" }),
    ],
    calls,
    ending: [
      { provider: "bedrock", account: "idle", untilMs: dayMs(29) + 3_600_000 },
      { provider: "bedrock", account: "used", untilMs: dayMs(29) + SIX_HOURS_MS },
    ],
  });

  expect(report.groups[0]?.causes.map(({ reason }) => reason)).toEqual(["bill_ends_within_day"]);
  expect(report.bills_ending_within_a_day).toHaveLength(2);
});
