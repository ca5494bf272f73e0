import { formatDollars, picodollars, sum } from "@headgate/money";
import fc from "fast-check";
import { expect } from "vitest";
import type { Check } from "../store.conformance.ts";
import { attempt, dollarsOf, NOON_MS } from "../store.fixture.ts";
import type { LedgerStore } from "../store.ts";
import { growBatch } from "./grow-batch.ts";
import { billLine, callFrom, endOf, gauge, importAll, usageTotal } from "./imports.fixture.ts";

const july = { from: "2026-07-01T00:00:00Z", to: "2026-08-01T00:00:00Z" };
const totalsOf = async (store: LedgerStore) => (await store.report("totals", july)).totals;
const everything = {
  attempts: [callFrom("litellm", "a", { cost: 3n }), callFrom("otlp", "b", { cost: null })],
  billLines: [billLine("1"), billLine("2", { billing_currency: "EUR" })],
  usageTotals: [usageTotal("t")],
  gauges: [gauge("g")],
};

/** What every store must keep of imports. */
export function describeImports(check: Check, reopen: () => Promise<LedgerStore>): void {
  check("holds an import when it is finished, and nothing of it before", async (store) => {
    const number = await store.beginImport({ startedAtMs: NOON_MS, named: ["a.json"] });
    await store.addToImport({ import: number, sequence: 0, ...everything });
    expect(await store.extent()).toMatchObject({ rows: 0 });
    expect(await store.imports({ limit: 10 })).toEqual([]);

    const summary = await store.finishImport({
      ...endOf(number),
      read: [{ source: "litellm", files: 1, rows: 2, skipped: 1 }],
    });

    const { rows, billsFromMs, billsToMs } = await store.extent();
    expect({ rows, billsToMs }).toEqual({ rows: 2, billsToMs: (billsFromMs ?? 0) + 86_400_000 });
    expect(summary.sources).toContainEqual({
      source: "litellm",
      files: 1,
      rows: 2,
      added: 1,
      already_there: 0,
      replaced: 0,
      seen_elsewhere: 0,
      skipped: 1,
      first_at: new Date(NOON_MS).toISOString(),
      last_at: new Date(NOON_MS).toISOString(),
      costs: [{ currency: "USD", billed_cost: dollarsOf(3n), effective_cost: dollarsOf(3n) }],
    });
    expect(summary.sources.find(({ source }) => source === "aws_cur")).toMatchObject({
      added: 2,
      costs: [{ currency: "EUR", billed_cost: "1.500000000000" }, { currency: "USD" }],
    });
    expect(summary.sources.find(({ source }) => source === "otlp")).toMatchObject({ costs: [] });
    expect(await store.finishImport(endOf(number))).toEqual(summary);
    expect(await store.imports({ limit: 10 })).toEqual([
      {
        import: number,
        startedAtMs: NOON_MS,
        finishedAtMs: NOON_MS + 1,
        named: ["a.json"],
        summary,
      },
    ]);
    expect(await (await reopen()).imports({ limit: 10 })).toHaveLength(1);
  });

  check(
    "tells imports that join as one a day, and not at all where nothing changed",
    async (store) => {
      const join = async (atMs: number, content: typeof everything | object) => {
        const number = await store.beginImport({ startedAtMs: atMs, named: ["source bill"] });
        await store.addToImport({ import: number, sequence: 0, ...content });
        return store.finishImport({ ...endOf(number), finishedAtMs: atMs, joins: true });
      };
      await importAll(store, { gauges: [gauge("own")] });
      await join(NOON_MS, { gauges: [gauge("a")] });
      const unchanged = await join(NOON_MS + 1, { gauges: [gauge("a")] });
      await join(NOON_MS + 2, {
        gauges: [gauge("a"), gauge("b")],
        billLines: everything.billLines,
      });
      await join(NOON_MS + 86_400_000, { gauges: [gauge("c")] });

      expect(unchanged).toMatchObject({ import_number: null, sources: [{ already_there: 1 }] });
      const listed = await store.imports({ limit: 10 });
      expect(listed).toMatchObject([
        { startedAtMs: NOON_MS + 86_400_000, summary: { joined: 1 } },
        {
          startedAtMs: NOON_MS,
          finishedAtMs: NOON_MS + 2,
          named: ["source bill"],
          summary: { joined: 2 },
        },
        { named: ["fixture"] },
      ]);
      expect(listed[1]?.summary.sources).toMatchObject([
        { source: "dcgm", added: 2, already_there: 1, costs: [] },
        { source: "aws_cur", added: 2, costs: [] },
      ]);
      expect(listed[2]?.summary.joined).toBeUndefined();
    },
  );

  check("takes batches that grow record by record as it takes whole ones", async (store) => {
    const number = await store.beginImport({ startedAtMs: NOON_MS, named: ["a.json"] });
    const batch = growBatch(store);
    for (const one of everything.attempts) batch.put({ attempts: [one] });
    batch.put({ ...everything, attempts: [] });
    expect(batch.size).toBe(6);
    await batch.send({ import: number, sequence: 0 });
    expect(batch.size).toBe(0);
    batch.put({ attempts: [callFrom("litellm", "c")] });
    await batch.send({ import: number, sequence: 1 });

    const { sources } = await store.finishImport(endOf(number));
    expect(Object.fromEntries(sources.map(({ source, added }) => [source, added]))).toEqual({
      aws_cur: 2,
      dcgm: 1,
      litellm: 2,
      openai_usage: 1,
      otlp: 1,
    });
  });

  check("lists imports a page at a time, newest first", async (store) => {
    for (const name of ["a", "b", "c"]) await importAll(store, { gauges: [gauge(name)] });

    const [newest] = await store.imports({ limit: 1 });
    const older = await store.imports({ limit: 5, before: newest?.import ?? 0 });

    expect([newest, ...older].map((one) => one?.import)).toEqual([3, 2, 1]);
  });

  check("changes nothing when the same is loaded again", async (store) => {
    await importAll(store, everything);
    const before = [await totalsOf(store), await store.call("litellm:a")];

    const again = await importAll(store, everything);

    expect(again.sources).toHaveLength(5);
    for (const source of again.sources) {
      expect(source).toMatchObject({ added: 0, replaced: 0, seen_elsewhere: 0, costs: [] });
      expect(source.already_there).toBe(source.source === "aws_cur" ? 2 : 1);
    }
    expect(again.warnings).toEqual([]);
    expect([await totalsOf(store), await store.call("litellm:a")]).toEqual(before);
  });

  check(
    "drops an import that was never finished, when the next begins or it is given up",
    async (store) => {
      const first = await store.beginImport({ startedAtMs: NOON_MS, named: [] });
      await store.addToImport({ import: first, sequence: 0, ...everything });
      const again = await reopen();
      await expect(
        again.addToImport({ import: first, sequence: 1, attempts: [attempt()] }),
      ).rejects.toThrow("not under way");

      const second = await again.beginImport({ startedAtMs: NOON_MS, named: [] });
      await again.addToImport({ import: second, sequence: 0, ...everything });
      await again.abandonImport(second);
      await again.abandonImport(second);
      await expect(again.finishImport(endOf(second))).rejects.toThrow("not under way");
      const summary = await importAll(again, { attempts: [callFrom("litellm", "a")] });

      expect(summary.sources).toMatchObject([{ source: "litellm", added: 1 }]);
      expect((await again.extent()).rows).toBe(1);
      expect(await again.imports({ limit: 10 })).toHaveLength(1);
    },
  );

  check("takes a batch of an import once, and none out of its turn", async (store) => {
    const number = await store.beginImport({ startedAtMs: NOON_MS, named: [] });
    const batches = ["a", "b"].map((id, sequence) => ({
      import: number,
      sequence,
      attempts: [callFrom("litellm", id)],
    }));

    await expect(store.addToImport({ import: number, sequence: 1 })).rejects.toThrow();
    for (const batch of [...batches, ...batches]) await store.addToImport(batch);
    const summary = await store.finishImport(endOf(number));

    expect(summary.sources).toMatchObject([{ added: 2, already_there: 0 }]);
    await expect(store.addToImport({ import: number, sequence: 2 })).rejects.toThrow();
  });

  check("keeps the first row of an id and tells that another one differs", async (store) => {
    const kept = callFrom("litellm", "a", { usage: { input: 1 } });
    const other = callFrom("litellm", "a", { usage: { input: 2 } });
    await importAll(store, { attempts: [kept] });

    const { sources, warnings } = await importAll(store, { attempts: [other, other] });

    expect(sources).toMatchObject([{ added: 0, already_there: 2 }]);
    expect(warnings).toMatchObject([{ count: 1, example: "litellm:a" }]);
    expect(await store.call("litellm:a")).toEqual([kept]);
  });

  check(
    "finds the rows of batches again that are dated by another time of their file",
    async (store) => {
      const july = callFrom("anthropic_batch", "a", { started_at_ms: NOON_MS, cost: 3n });
      const kept = callFrom("bedrock_batch", "b", { started_at_ms: NOON_MS, cost: null });
      await importAll(store, { attempts: [july, kept] });

      const later = { started_at_ms: NOON_MS + 50 * 86_400_000 };
      const { sources } = await importAll(
        store,
        {
          attempts: [
            callFrom("anthropic_batch", "a", { ...later, cost: 3n }),
            callFrom("bedrock_batch", "b", { ...later, cost: 9n }),
          ],
        },
        { restating: ["bedrock_batch"] },
      );

      expect(sources).toMatchObject([
        { source: "anthropic_batch", added: 0, replaced: 0, already_there: 1 },
        { source: "bedrock_batch", added: 0, replaced: 1, already_there: 0 },
      ]);
      expect(await store.call("anthropic_batch:a")).toEqual([july]);
      expect(await store.call("bedrock_batch:b")).toMatchObject([
        { started_at_ms: later.started_at_ms },
      ]);
      expect(await totalsOf(store)).toMatchObject({ attempts: 1, effective_cost: dollarsOf(3n) });
      expect((await store.extent()).rows).toBe(2);
    },
  );

  check(
    "lets a later row of a source that completes its calls take the earlier one's place",
    async (store) => {
      const early = callFrom("langfuse", "a", { cost: null });
      const late = callFrom("langfuse", "a", { cost: 9n });
      await importAll(store, { attempts: [early] });

      const { sources } = await importAll(
        store,
        { attempts: [early, late] },
        { restating: ["langfuse"] },
      );

      expect(sources).toMatchObject([{ added: 0, already_there: 1, replaced: 1 }]);
      expect(await store.call("langfuse:a")).toEqual([late]);
      expect(await totalsOf(store)).toMatchObject({ attempts: 1, effective_cost: dollarsOf(9n) });
    },
  );

  check(
    "lets no row of Claude Code with fewer tokens take the place of one with more",
    async (store) => {
      const restating = { restating: ["claude_code"] } as const;
      const line = (output: number) =>
        callFrom("claude_code", "a", { usage: { input: 5, output } });
      await importAll(store, { attempts: [line(900)] }, restating);

      const worse = await importAll(store, { attempts: [line(1)] }, restating);
      expect(worse.sources).toMatchObject([{ added: 0, already_there: 1, replaced: 0 }]);
      expect(await store.call("claude_code:a")).toEqual([line(900)]);

      const better = await importAll(store, { attempts: [line(901)] }, restating);
      expect(better.sources).toMatchObject([{ replaced: 1 }]);
      expect(await store.call("claude_code:a")).toEqual([line(901)]);
    },
  );

  check("replaces a statement whole when it is loaded again", async (store) => {
    const other = billLine("other", { account: "444455556666" });
    await importAll(store, {
      billLines: [billLine("1"), billLine("2"), billLine("3"), other],
    });

    const { sources, warnings } = await importAll(store, {
      billLines: [billLine("1"), billLine("2", { cost: "2.25" }), billLine("4")],
    });

    expect(sources).toMatchObject([
      {
        added: 1,
        already_there: 1,
        replaced: 1,
        costs: [{ currency: "USD", billed_cost: "3.750000000000" }],
      },
    ]);
    expect(warnings).toMatchObject([{ count: 1, example: "aws_cur:111122223333:2026-07-01 3" }]);
    expect(await billed(store)).toEqual({ USD: "6.750000000000" });
  });

  check(
    "tells that a month of Cost Explorer lies over its days, which count beside it",
    async (store) => {
      const dayMs = 86_400_000;
      const startMs = Date.UTC(2026, 6, 1);
      const stretch = (day: number, days: number) =>
        billLine(`${day} ${days}`, {
          source: "aws_cost_explorer",
          statement: `aws_cost_explorer::2026-07-0${day}`,
          charge_period_start_ms: startMs + (day - 1) * dayMs,
          charge_period_end_ms: startMs + (day - 1 + days) * dayMs,
        });
      const days = await importAll(store, { billLines: [stretch(1, 1), stretch(2, 1)] });
      expect(days.warnings).toEqual([]);

      const month = await importAll(store, { billLines: [stretch(1, 31)] });

      expect(month.warnings).toContainEqual({
        warning: expect.stringContaining("lies over others"),
        count: 1,
        example: "aws_cost_explorer::2026-07-01 aws_cost_explorer::2026-07-02",
      });
    },
  );

  check("keeps a statement when only a part of it comes again, and tells so", async (store) => {
    await importAll(store, { billLines: [billLine("1"), billLine("2"), billLine("3")] });
    const other = billLine("other", { account: "444455556666", cost: "7" });
    const number = await store.beginImport({ startedAtMs: NOON_MS, named: ["cut.csv.gz"] });
    await store.addToImport({
      import: number,
      sequence: 0,
      billLines: [billLine("1", { cost: "9" }), billLine("2"), other],
    });

    const { sources, skips, warnings } = await store.finishImport({
      ...endOf(number),
      broken: [{ source: "aws_cur", place: "cut.csv.gz:2" }],
    });

    expect(sources).toMatchObject([
      { source: "aws_cur", added: 1, already_there: 0, replaced: 0, skipped: 2 },
    ]);
    expect(skips).toMatchObject([
      {
        source: "aws_cur",
        reason: "statement_incomplete",
        count: 2,
        examples: [
          {
            place: "aws_cur:111122223333:2026-07-01",
            detail: expect.stringContaining("cut.csv.gz:2 could not be read to its end."),
          },
        ],
      },
    ]);
    expect(warnings).toEqual([]);
    expect(await billed(store)).toEqual({ USD: "11.500000000000" });
  });

  check(
    "keeps the text of an amount that the columns do not hold whole, and tells so",
    async (store) => {
      const long = billLine("1", { cost: "0.1234567890125" });
      const padded = billLine("2", { cost: "0.000132000000000000000000000000" });
      const huge = billLine("3", { cost: `${"9".repeat(27)}` });

      const { sources, warnings, skips } = await importAll(store, {
        billLines: [long, padded, huge],
      });

      expect(warnings).toMatchObject([{ count: 1, example: "1" }]);
      expect(sources).toMatchObject([
        { added: 2, skipped: 1, costs: [{ billed_cost: "0.123588789013" }] },
      ]);
      expect(skips).toMatchObject([{ reason: "amount_unreadable", count: 1 }]);
    },
  );

  check("replaces sums of usage and measurements by their ids", async (store) => {
    await importAll(store, everything);

    const { sources } = await importAll(store, {
      usageTotals: [usageTotal("t", { usage: { input: 11 } }), usageTotal("u")],
      gauges: [gauge("g", { value: 0.75 }), gauge("g", { value: 0.8 })],
    });

    expect(sources).toMatchObject([
      { source: "dcgm", added: 0, replaced: 1, already_there: 1 },
      { source: "openai_usage", added: 1, replaced: 1, already_there: 0 },
    ]);
  });

  check(
    "ends with the same bills whatever is loaded, in whatever order, and again",
    async (store) => {
      const anyLines = fc.uniqueArray(
        fc.record({
          id: fc.nat({ max: 5 }),
          account: fc.constantFrom("a", "b"),
          cost: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        }),
        { minLength: 1, selector: ({ id, account }) => `${account}.${id}` },
      );
      let round = 0;
      await fc.assert(
        fc.asyncProperty(anyLines, async (lines) => {
          round += 1;
          const provider_name = `round ${round}`;
          const made = lines.map(({ id, account, cost }) =>
            billLine(`${id}`, {
              account: `${account}${round}`,
              cost: dollarsOf(cost),
              provider_name,
            }),
          );
          await importAll(store, { billLines: made });
          await importAll(store, { billLines: made.toReversed() });

          const total = formatDollars(sum(lines.map(({ cost }) => picodollars(cost))));
          expect(await billed(store, { provider_name })).toEqual({ USD: total });
        }),
        { numRuns: 5 },
      );
    },
  );
}

/** BilledCost of July by currency. */
async function billed(
  store: LedgerStore,
  filter: Readonly<{ provider_name?: string }> = {},
): Promise<Record<string, string>> {
  const { rows } = await store.report("bill-by", {
    ...july,
    ...filter,
    by: "provider_name",
    limit: 100,
  });
  return Object.fromEntries(rows.map((row) => [row.billing_currency, row.billed_cost]));
}
