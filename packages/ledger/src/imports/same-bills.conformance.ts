import type { BillSource } from "@headgate/contract";
import { expect } from "vitest";
import type { Check } from "../store.conformance.ts";
import type { LedgerStore } from "../store.ts";
import { billLine, importAll } from "./imports.fixture.ts";

const DAY_MS = 86_400_000;
const JULY_MS = Date.UTC(2026, 6, 1);
const july = { from: "2026-07-01T00:00:00Z", to: "2026-08-01T00:00:00Z" };

/** A line of a day of July; of sources that state days, the statement is the day's. */
function lineOf(
  day: number,
  source: BillSource,
  {
    account,
    cost,
    provider = "AWS",
  }: Readonly<{ account: string; cost: string; provider?: string }>,
) {
  const startMs = JULY_MS + (day - 1) * DAY_MS;
  const isOfMonth = source === "aws_cur" || source === "focus";
  const statedMs = isOfMonth ? JULY_MS : startMs;
  return billLine(`${source} ${account} ${day}`, {
    source,
    cost,
    statement: `${source}:${account}:${new Date(statedMs).toISOString().slice(0, 10)}`,
    charge_period_start_ms: startMs,
    charge_period_end_ms: startMs + DAY_MS,
    provider_name: provider,
  });
}

const billed = async (store: LedgerStore): Promise<readonly string[]> =>
  (await store.report("bill-by", { ...july, by: "provider_name", limit: 9 })).rows.map(
    (row) => `${row.group} ${Number(row.billed_cost)}`,
  );
const warned = ({ warnings }: Awaited<ReturnType<typeof importAll>>): readonly string[] =>
  warnings.map(({ warning, count }) => `${count} ${warning.split(" ").slice(6, 9).join(" ")}`);

/** What every store must make of bills that do not name their account. */
export function describeSameBills(check: Check): void {
  check(
    "takes Cost Explorer's days for the only account that AWS's report names, as far as it reaches",
    async (store) => {
      const days = [1, 2, 3].map((day) =>
        lineOf(day, "aws_cost_explorer", { account: "", cost: "10" }),
      );
      const reports = (account: string) =>
        [1, 2].map((day) => lineOf(day, "aws_cur", { account, cost: "11" }));

      await importAll(store, { billLines: days });
      expect(await billed(store)).toEqual(["AWS 30"]);
      const one = await importAll(store, { billLines: reports("111122223333") });

      // The third day is in no report yet.
      expect(await billed(store)).toEqual(["AWS 32"]);
      expect(warned(one)).toEqual(["2 is taken for"]);
      // With a second payer nobody knows whose the days are.
      const two = await importAll(store, { billLines: reports("444455556666") });
      expect(await billed(store)).toEqual(["AWS 74"]);
      expect(warned(two)).toEqual(["2 may be the"]);
    },
  );

  check(
    "takes an export of Anthropic's bill for Anthropic's own, and no other's",
    async (store) => {
      const own = [1, 2].map((day) =>
        lineOf(day, "anthropic_cost_report", { account: "", cost: "5", provider: "Anthropic" }),
      );
      const exported = (account: string, provider: string) =>
        lineOf(1, "focus", { account, cost: "100", provider });

      await importAll(store, { billLines: [...own, exported("gcp-1", "Google Cloud")] });
      expect((await billed(store)).toSorted()).toEqual(["Anthropic 10", "Google Cloud 100"]);
      const { warnings } = await importAll(store, { billLines: [exported("org-9", "Anthropic")] });

      expect((await billed(store)).toSorted()).toEqual(["Anthropic 10", "Google Cloud 100"]);
      expect(warnings).toMatchObject([
        {
          count: 1,
          example: expect.stringMatching(/^focus:org-9:2026-07-01 anthropic_cost_report::/),
        },
      ]);
    },
  );

  check(
    "counts a source's days once that were loaded before it was given an account",
    async (store) => {
      const day = (account: string, number: number) =>
        lineOf(number, "openai_costs", { account, cost: "3", provider: "OpenAI" });
      await importAll(store, { billLines: [day("", 1), day("", 2)] });

      const named = await importAll(store, { billLines: [day("research", 2), day("research", 3)] });

      expect(await billed(store)).toEqual(["OpenAI 9"]);
      expect(warned(named)).toEqual(["1 does not count,"]);
      await importAll(store, { billLines: [day("products", 2)] });
      expect(await billed(store)).toEqual(["OpenAI 12"]);
    },
  );

  check(
    "counts a bill without an account that came after others of its source, and says so",
    async (store) => {
      const day = (account: string) =>
        lineOf(1, "anthropic_cost_report", { account, cost: "3", provider: "Anthropic" });
      await importAll(store, { billLines: [day("research")] });

      const later = await importAll(store, {
        billLines: [{ ...day(""), billed_cost: "4", effective_cost: "4" }],
      });

      expect(await billed(store)).toEqual(["Anthropic 7"]);
      expect(warned(later)).toEqual(["1 counts beside its"]);
    },
  );

  check("says of two accounts with the same days and sum that they may be one", async (store) => {
    const day = (account: string, cost: string) =>
      lineOf(1, "openai_costs", { account, cost, provider: "OpenAI" });
    await importAll(store, { billLines: [day("org-1", "3")] });

    const same = await importAll(store, { billLines: [day("research", "3")] });
    const others = await importAll(store, { billLines: [day("products", "4")] });

    expect(await billed(store)).toEqual(["OpenAI 10"]);
    expect(same.warnings).toMatchObject([
      { count: 1, example: "openai_costs:org-1:2026-07-01 openai_costs:research:2026-07-01" },
    ]);
    expect(others.warnings).toEqual([]);
  });

  check("says of two bills without any account that they may be the same", async (store) => {
    const own = lineOf(1, "anthropic_cost_report", {
      account: "",
      cost: "5",
      provider: "Anthropic",
    });
    const exported = lineOf(1, "focus", { account: "", cost: "5", provider: "Anthropic" });

    const both = await importAll(store, { billLines: [own, exported] });

    expect(await billed(store)).toEqual(["Anthropic 10"]);
    expect(warned(both)).toEqual(["2 may be the"]);
  });
}
