import { rowId } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { expect, test } from "vitest";
import { savesPerMonth } from "../life/programme.ts";
import { adviseFor, hourlyCalls, ledgerOf } from "./plans.fixture.ts";

/** A unit of $0.06 absorbs $0.10 of usage an hour. */
const year = {
  kind: "savings_plan",
  name: "year",
  term_months: 12,
  service: "other",
  discount: 0.4,
  unit_dollars_per_hour: "0.06",
};
const plansOf = (commitments: object) => ({
  plans: { commitments: { samples: 20, ...commitments } },
});

test("a flat dollar an hour is committed for whole, with its export, range, risks and what would change it", async () => {
  const ledger = await ledgerOf(hourlyCalls());

  const { advice } = await adviseFor(ledger, plansOf({ offers: [year] }));

  const found = advice.find(({ kind }) => kind === "commitment");
  expect(found).toMatchObject({
    phase: "infrastructure",
    title: "Commit to 10 × $0.06 committed an hour of year for all calls",
    dollars_per_month: { estimate: "292.000000000000" },
    depth: "rows",
    confidence: { level: "low" },
    plan: {
      exports: [{ tool: "aws_cli", file_name: "year.sh" }],
      sources: [{ what: "discount of year", source: "entered by you" }],
    },
  });
  expect(found?.plan?.risks[0]).toMatch(/cannot be taken back/);
  expect(found?.plan?.would_change.join(" ")).toMatch(/less than|six weeks|history is too short/i);
});

test("what the exact cache would answer is committed for by nobody, and no dollar is saved twice", async () => {
  // In each hour a second call repeats the first one: the cache saves one dollar of two.
  const asked = (hour: number) => ({
    key_id: "key_1",
    request_facts: { digest: `hour${hour}`.padEnd(22, "_"), deterministic: true },
  });
  const repeated = hourlyCalls(asked).map((row) => ({
    ...row,
    call_id: `again-${row.call_id}`,
    row_id: rowId(`again-${row.call_id}`, 0),
    started_at_ms: row.started_at_ms + 600_000,
  }));
  const ledger = await ledgerOf([...hourlyCalls(asked), ...repeated]);

  const { advice } = await adviseFor(ledger, plansOf({ offers: [year] }));

  expect(advice.find(({ kind }) => kind === "exact-cache")).toMatchObject({
    dollars_per_month: { estimate: expect.stringMatching(/^73\d\./) },
  });
  const commitment = advice.find(({ kind }) => kind === "commitment");
  expect(commitment?.title).toBe("Commit to 10 × $0.06 committed an hour of year for all calls");
  expect(commitment?.plan?.would_change[0]).toBe(
    "Were none of the recommended changes of calls made, it would be 20 × $0.06 committed an hour of year.",
  );
  expect(savesPerMonth(advice) < parseDollars("1460")).toBe(true);
});

test("what is held is not bought again, and its end is told with how it was used", async () => {
  const ledger = await ledgerOf(hourlyCalls());
  const held = (units: number, ends_on: string) =>
    adviseFor(ledger, plansOf({ offers: [year], held: [{ offer: "year", units, ends_on }] }));
  const kinds = async (units: number, ends_on: string) =>
    (await held(units, ends_on)).advice
      .filter(({ kind }) => kind === "commitment" || kind === "renewal")
      .map(({ kind, title }) => `${kind}: ${title}`);

  expect(await kinds(10, "2027-06-01")).toEqual([]);
  expect(await kinds(4, "2027-06-01")).toEqual([
    "commitment: Commit to 6 × $0.06 committed an hour of year for all calls",
  ]);
  const due = await held(16, "2026-12-10");
  expect(due.advice.find(({ kind }) => kind === "renewal")).toMatchObject({
    phase: "continuous",
    title: "Renew year at 10 units instead of 16: it ends on 2026-12-10",
    dollars_per_month: { estimate: "292.000000000000" },
    evidence: { figures: expect.arrayContaining([{ what: "of it was used", value: "63 %" }]) },
  });
});

test("an offer that lacks its price, and one that does not pay, are told with the reason", async () => {
  const ledger = await ledgerOf(hourlyCalls());

  const { advice, notPlanned } = await adviseFor(
    ledger,
    plansOf({
      offers: [
        { ...year, name: "dear", discount: 0.01, unit_dollars_per_hour: "5" },
        { kind: "azure_ptu", name: "ptu", model: "gpt-test", term_months: 1 },
        { kind: "azure_ptu", name: "other", model: "gpt-unseen", term_months: 1 },
      ],
    }),
  );

  expect(advice.filter(({ kind }) => kind === "commitment")).toEqual([]);
  const told = Object.fromEntries(notPlanned.map(({ subject, text }) => [subject, text]));
  expect(told.dear).toMatch(/No unit pays: the first would be worth/);
  expect(told.ptu).toMatch(/price/);
  expect(told.other).toMatch(/no demand on gpt-unseen/);
});

test("credits that would expire unused are told, and a tier of spend is signed for what is left on demand", async () => {
  const ledger = await ledgerOf(hourlyCalls());
  const plansFor = (more: readonly object[]) =>
    plansOf({
      offers: [
        ...more,
        { kind: "credits", name: "gift", amount: "5000", paid: "0", expires_on: "2026-12-31" },
        {
          kind: "volume_tiers",
          name: "contract",
          period_months: 12,
          tiers: [{ committed: "6000", discount: 0.1 }],
        },
      ],
    });

  const alone = await adviseFor(ledger, plansFor([]));
  expect(alone.advice.find(({ kind }) => kind === "credits")).toMatchObject({
    phase: "continuous",
    dollars_per_month: null,
  });
  expect(alone.advice.find(({ kind }) => kind === "volume-tier")).toMatchObject({
    dollars_per_month: { estimate: "73.000000000000" },
  });

  // The savings plan takes all of it over: nothing is left to promise.
  const beside = await adviseFor(ledger, plansFor([year]));
  expect(beside.advice.map(({ kind }) => kind)).not.toContain("volume-tier");
  expect(beside.notPlanned.find(({ subject }) => subject === "contract")?.text).toMatch(
    /leave nothing on demand/,
  );

  // Nobody wants the savings plan: it takes nothing over.
  const unwanted = beside.advice.filter(({ kind }) => kind === "commitment");
  const without = await adviseFor(ledger, plansFor([year]), {
    dismissed: new Set(unwanted.map(({ id }) => id)),
  });
  expect(without.advice.filter(({ kind }) => kind === "commitment")).toEqual(unwanted);
  expect(without.advice.find(({ kind }) => kind === "volume-tier")).toMatchObject({
    dollars_per_month: { estimate: "73.000000000000" },
  });
});

test("a provider that is paid enough is asked for a discount, with what each percent is worth", async () => {
  const ledger = await ledgerOf(hourlyCalls());

  const { advice } = await adviseFor(ledger, { plans: { negotiate_from: "500" } });

  expect(advice.find(({ kind }) => kind === "negotiation")).toMatchObject({
    title: "Ask openai for a discount on $730 a month",
    dollars_per_month: null,
    evidence: {
      figures: expect.arrayContaining([
        { what: "what each percent of discount is worth a month", value: "$7.30" },
      ]),
    },
  });
  expect((await adviseFor(ledger)).advice.map(({ kind }) => kind)).not.toContain("negotiation");
});

test("of a plan for one family no hours are planned, and the end of what is held of it is told by its last day", async () => {
  const ledger = await ledgerOf(hourlyCalls().slice(0, 24));
  const family = { ...year, name: "family", service: "ec2_instance" };
  const held = (ends_on: string) => ({ offer: "family", units: 3, ends_on });

  const { advice, notPlanned } = await adviseFor(
    ledger,
    plansOf({ offers: [family], held: [held("2026-12-10"), held("2027-06-01")] }),
  );

  expect(notPlanned.find(({ subject }) => subject === "family")?.text).toContain(
    "It is planned for no hours here",
  );
  expect(advice.filter(({ kind }) => kind === "renewal")).toMatchObject([
    {
      title: "Decide about family, which ends on 2026-12-10",
      dollars_per_month: null,
      confidence: { level: "low" },
    },
  ]);
});
