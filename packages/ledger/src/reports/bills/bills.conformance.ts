import { billByReport, billOverTimeReport } from "@headgate/contract";
import { expect } from "vitest";
import { billLine, importAll } from "../../imports/imports.fixture.ts";
import type { Check } from "../../store.conformance.ts";
import { HOUR_MS, NOON_MS } from "../../store.fixture.ts";
import type { LedgerStore, Reports } from "../../store.ts";

const july = { from: "2026-07-01T00:00:00Z", to: "2026-08-01T00:00:00Z" };
const DAY_MS = 24 * HOUR_MS;
const billBy = (
  store: LedgerStore,
  query: Partial<Reports["bill-by"]["query"]> & Pick<Reports["bill-by"]["query"], "by">,
) => store.report("bill-by", { ...july, limit: 100, ...query });

/** What every store must answer about bills. */
export function describeBills(check: Check): void {
  check(
    "adds up bill lines by any of their dimensions, each currency and each cost by itself",
    async (store) => {
      await importAll(store, {
        billLines: [
          billLine("1", {
            cost: "2.5",
            list_cost: "3",
            attribution: { team: "red" },
            tags: { env: "a" },
          }),
          billLine("2", { cost: "1", effective_cost: "0.25", tags: { env: "b" } }),
          billLine("3", { cost: "-0.5", charge_category: "credit", tags: { env: "a" } }),
          billLine("4", { billing_currency: "EUR", cost: "7" }),
          billLine("5", { charge_period_start_ms: Date.parse(july.to) }),
        ],
      });

      const all = await billBy(store, { by: "provider_name" });
      expect(billByReport.parse(all)).toEqual({
        rows: [
          {
            group: "AWS",
            billing_currency: "EUR",
            lines: 1,
            billed_cost: "7.000000000000",
            effective_cost: "7.000000000000",
            list_cost: "0.000000000000",
            lines_without_list_cost: 1,
            contracted_cost: "0.000000000000",
            lines_without_contracted_cost: 1,
          },
          {
            group: "AWS",
            billing_currency: "USD",
            lines: 3,
            billed_cost: "3.000000000000",
            effective_cost: "2.250000000000",
            list_cost: "3.000000000000",
            lines_without_list_cost: 2,
            contracted_cost: "0.000000000000",
            lines_without_contracted_cost: 3,
          },
        ],
        left_out: 0,
        lines_seen_elsewhere: 0,
      });
      const groups = async (by: Reports["bill-by"]["query"]["by"]) =>
        (await billBy(store, { by, billing_currency: "USD" })).rows.map((row) => [
          row.group,
          row.billed_cost.slice(0, 4),
        ]);
      expect(await groups("team")).toEqual([
        ["red", "2.50"],
        [null, "0.50"],
      ]);
      expect(await groups("tag:env")).toEqual([
        ["a", "2.00"],
        ["b", "1.00"],
      ]);
      expect(await groups("charge_category")).toEqual([
        ["usage", "3.50"],
        ["credit", "-0.5"],
      ]);
      expect((await billBy(store, { by: "category", team: "red" })).rows).toMatchObject([
        { lines: 1 },
      ]);
      expect((await billBy(store, { by: "category", team: "", tag: "env=b" })).rows).toMatchObject([
        { lines: 1, billed_cost: "1.000000000000" },
      ]);
      expect(await billBy(store, { by: "charge_category", limit: 1 })).toMatchObject({
        left_out: 1,
      });
    },
  );

  check(
    "ranks groups by the cost that is asked for, and leaves out what is no AI",
    async (store) => {
      await importAll(store, {
        billLines: [
          // A commitment is billed when it is bought; what it covers has only an effective cost.
          billLine("bought", { model: "a", cost: "9", effective_cost: "0" }),
          billLine("used", { model: "b", cost: "0", effective_cost: "3" }),
          billLine("rest", { model: "c", cost: "50", category: "not_ai" }),
        ],
      });
      const models = async (query: Pick<Reports["bill-by"]["query"], "rank" | "ai">) =>
        (await billBy(store, { by: "model", ...query })).rows.map(({ group }) => group);
      const named = async (query: Pick<Reports["bill-by"]["query"], "rank" | "ai">) =>
        (
          await store.report("bill-over-time", {
            ...july,
            grain: "day",
            by: "model",
            limit: 1,
            ...query,
          })
        ).rows.map(({ group, is_other }) => (is_other ? "other" : group));

      expect(await models({ ai: true })).toEqual(["b", "a"]);
      expect(await models({ ai: true, rank: "billed_cost" })).toEqual(["a", "b"]);
      expect(await models({ rank: "billed_cost" })).toEqual(["c", "a", "b"]);
      expect(await named({ ai: true })).toEqual(["b", "other"]);
      expect(await named({ ai: true, rank: "billed_cost" })).toEqual(["a", "other"]);
      expect(await named({})).toEqual(["c", "other"]);
    },
  );

  check("follows bills over time, a line where its charge period begins", async (store) => {
    await importAll(store, {
      billLines: [
        billLine("1", { cost: "1", model: "a" }),
        billLine("2", { cost: "2", model: "b" }),
        billLine("3", { cost: "4", model: "c", charge_period_start_ms: NOON_MS + DAY_MS }),
      ],
    });

    const { rows } = billOverTimeReport.parse(
      await store.report("bill-over-time", { ...july, grain: "day", by: "model", limit: 1 }),
    );

    expect(rows.map((row) => [row.start, row.group, row.is_other, row.billed_cost])).toEqual([
      ["2026-07-15T00:00:00.000Z", null, true, "3.000000000000"],
      ["2026-07-16T00:00:00.000Z", "c", false, "4.000000000000"],
    ]);
    await expect(
      store.report("bill-over-time", {
        ...july,
        from: "2020-01-01T00:00:00Z",
        grain: "minute",
        limit: 1,
      }),
    ).rejects.toThrow("buckets");
  });

  check("counts one of two bills for an account's period, whichever came first", async (store) => {
    const estimate = billLine("e", { source: "aws_cost_explorer", cost: "9" });
    const exported = billLine("f", { source: "focus", cost: "8" });
    const elsewhere = billLine("o", { source: "openai_costs", cost: "100" });
    const later = billLine("l", {
      source: "aws_cost_explorer",
      statement: "aws_cost_explorer:111122223333:2026-08-01",
      billing_period_start_ms: Date.parse(july.to),
      billing_period_end_ms: Date.parse("2026-09-01"),
      cost: "0.5",
    });
    const total = async () =>
      (await billBy(store, { by: "provider_name" })).rows.map((row) => row.billed_cost);

    const first = await importAll(store, { billLines: [estimate, elsewhere, later] });
    expect(await total()).toEqual(["109.500000000000"]);
    const second = await importAll(store, { billLines: [exported] });
    // FOCUS has anybody's bills, OpenAI's too: the account tells that these are about the same.
    expect(await total()).toEqual(["100.500000000000"]);
    await importAll(store, { billLines: [billLine("c", { cost: "7" })] });
    expect(await total()).toEqual(["107.500000000000"]);
    const third = await importAll(store, {
      billLines: [billLine("e2", { source: "aws_cost_explorer", cost: "9" })],
    });

    expect([first, second].flatMap(({ sources }) => sources)).toMatchObject([
      { source: "aws_cost_explorer", added: 2, seen_elsewhere: 0 },
      { source: "openai_costs", added: 1, seen_elsewhere: 0 },
      { source: "focus", added: 1, seen_elsewhere: 1 },
    ]);
    expect(third.sources).toMatchObject([{ added: 1, seen_elsewhere: 1 }]);
    expect(await billBy(store, { by: "provider_name" })).toMatchObject({ lines_seen_elsewhere: 2 });
    expect((await store.report("precedence", july)).bills).toMatchObject([
      { source: "aws_cur", counted: 1 },
      { source: "openai_costs", counted: 1 },
      { source: "focus", seen_elsewhere: 1 },
      {
        source: "aws_cost_explorer",
        counted: 0,
        seen_elsewhere: 1,
        counted_by: [{ source: "aws_cur", statements: 1 }],
      },
    ]);
  });

  check("does not take an account without a name for another one", async (store) => {
    await importAll(store, {
      billLines: [
        billLine("1", { account: "", cost: "1" }),
        billLine("2", { source: "aws_cost_explorer", account: "", cost: "2" }),
      ],
    });

    expect((await billBy(store, { by: "provider_name" })).rows).toMatchObject([
      { billed_cost: "3.000000000000" },
    ]);
  });

  check(
    "days of bills are known until the last line of a day, not until a month's fee ends",
    async (store) => {
      const dayEndMs = billLine("1").charge_period_end_ms;
      const ofMonth = {
        charge_period_start_ms: Date.parse(july.from),
        charge_period_end_ms: Date.parse(july.to),
      };
      const { billsDailyToMs: ofNothing } = await store.extent();
      await importAll(store, { billLines: [billLine("support", ofMonth)] });
      const { billsDailyToMs: ofMonths } = await store.extent();

      await importAll(store, { billLines: [billLine("support", ofMonth), billLine("1")] });

      expect({ ofNothing, ofMonths }).toEqual({
        ofNothing: undefined,
        ofMonths: Date.parse(july.to),
      });
      expect(await store.extent()).toMatchObject({
        billsFromMs: Date.parse(july.from),
        billsToMs: Date.parse(july.to),
        billsDailyToMs: dayEndMs,
      });
    },
  );
}
