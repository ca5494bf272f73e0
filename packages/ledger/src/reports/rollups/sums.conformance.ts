import type { LedgerRow, Outcome } from "@headgate/contract";
import fc from "fast-check";
import { expect } from "vitest";
import { billLine, importAll, outcome } from "../../imports/imports.fixture.ts";
import { attempt, dollarsOf, HOUR_MS, NOON_MS } from "../../store.fixture.ts";
import type { LedgerStore, ReportName, Reports } from "../../store.ts";

type Call = Readonly<{ rows: LedgerRow[] }>;

/** Calls of four days, some tried again over midnight, some never ended, some seen by a second source. */
const anyCall = (id: number): fc.Arbitrary<Call> =>
  fc
    .record({
      startedAtMs: fc.integer({ min: NOON_MS - 48 * HOUR_MS, max: NOON_MS + 48 * HOUR_MS }),
      attempts: fc.integer({ min: 1, max: 3 }),
      stepMs: fc.constantFrom(1000, 5 * HOUR_MS),
      isFinished: fc.boolean(),
      source: fc.constantFrom("gateway" as const, "litellm" as const),
      answer: fc.integer({ min: 0, max: 4 }),
      team: fc.constantFrom("red", "blue", undefined),
      customer: fc.constantFrom("acme", undefined),
      session: fc.constantFrom("s0", "s1", undefined),
      details: fc.array(
        fc.record({
          cost: fc.option(fc.bigInt({ min: 0n, max: 10n ** 14n })),
          input: fc.nat({ max: 100_000 }),
          provider: fc.constantFrom("openai", "anthropic"),
          model: fc.constantFrom("small", "large"),
          simulated: fc.boolean(),
          hasLine: fc.boolean(),
        }),
        { minLength: 3, maxLength: 3 },
      ),
    })
    .map(({ attempts, details, ...call }) => ({
      rows: details.slice(0, attempts).map((detail, number) => {
        const isLast = number === attempts - 1;
        const row = attempt({
          call_id: `call-${id}`,
          attempt: number,
          final: isLast && call.isFinished,
          started_at_ms: call.startedAtMs + number * call.stepMs,
          source: call.source,
          cost: detail.cost,
          provider: detail.provider,
          request_model: detail.model,
          simulated: detail.simulated,
          outcome: isLast ? "completed" : "provider_error",
          usage: { input: detail.input, output: 3 },
          // Answers of few ids: what two sources share is counted once.
          response_id: `chatcmpl-0123456789-${id % 2 === 0 ? call.answer : `own-${id}-${number}`}`,
          attribution: {
            ...(call.team === undefined ? {} : { team: call.team }),
            ...(call.customer === undefined ? {} : { customer: call.customer }),
            ...(call.session === undefined ? {} : { session: call.session }),
          },
          tags: detail.hasLine ? { kind: "lined" } : {},
          account_id: detail.provider === "openai" ? "one" : "two",
        });
        if (detail.cost === null || !detail.hasLine) return row;
        const cost = dollarsOf(detail.cost);
        const line = { component: "input", quantity: detail.input, unit_price: cost } as const;
        return {
          ...row,
          charge: {
            ...row.charge,
            lines: [{ ...line, list_cost: cost, price_record: `openai/${detail.model}` }],
          },
        };
      }),
    }));

/** Outcomes of few ids, so that some replace others, by each kind of key or several of them. */
const anyOutcome: fc.Arbitrary<Outcome> = fc
  .record({
    id: fc.nat(9),
    name: fc.constantFrom("ticket_resolved", "document_processed"),
    hours: fc.integer({ min: -60, max: 60 }),
    accepted: fc.boolean(),
    session: fc.constantFrom("s0", "s1", undefined),
    customer: fc.constantFrom("acme", undefined),
    calls: fc.array(fc.nat(20), { maxLength: 2 }),
    hasTag: fc.boolean(),
    window: fc.option(fc.integer({ min: 1, max: 40 })),
  })
  .map(({ id, name, hours, accepted, session, customer, calls, hasTag, window }) => {
    const atMs = NOON_MS + hours * HOUR_MS;
    const iso = (ms: number): string => new Date(ms).toISOString();
    const { session: _session, ...plain } = outcome(`outcome-${id}`, {
      name,
      accepted,
      occurred_at: iso(atMs),
    });
    return {
      ...plain,
      session: session ?? `nobody-${id}`,
      ...(customer === undefined ? {} : { customer }),
      ...(calls.length > 0 ? { call_ids: calls.map((call) => `call-${call}`) } : {}),
      ...(hasTag ? { tags: { kind: "lined" } } : {}),
      ...(window === null ? {} : { window: { from: iso(atMs - window * HOUR_MS), to: iso(atMs) } }),
    };
  });

type Step =
  | Readonly<{ do: "append" | "import"; calls: readonly Call[] }>
  | Readonly<{ do: "outcomes"; outcomes: readonly Outcome[] }>
  | Readonly<{ do: "restate" | "rerate"; cost: bigint; every: number; isFinished: boolean }>
  | Readonly<{ do: "build" | "reopen" }>;

const anySteps: fc.Arbitrary<readonly Step[]> = fc
  .array(
    fc.oneof(
      fc.record({ do: fc.constantFrom("append" as const, "import" as const), count: fc.nat(8) }),
      fc.record({
        do: fc.constantFrom("restate" as const, "rerate" as const),
        cost: fc.bigInt({ min: 0n, max: 10n ** 12n }),
        every: fc.integer({ min: 1, max: 4 }),
        isFinished: fc.boolean(),
      }),
      fc.record({
        do: fc.constant("outcomes" as const),
        outcomes: fc.array(anyOutcome, { minLength: 1, maxLength: 6 }),
      }),
      fc.constantFrom(
        { do: "build" as const },
        { do: "build" as const },
        { do: "reopen" as const },
      ),
    ),
    { minLength: 3, maxLength: 8 },
  )
  .chain((drafts) => {
    let id = 0;
    return fc.tuple(
      ...drafts.map((draft): fc.Arbitrary<Step> => {
        if (!("count" in draft)) return fc.constant(draft);
        const calls = Array.from({ length: draft.count }, () => anyCall(id++));
        return fc.tuple(...calls).map((made) => ({ do: draft.do, calls: made }));
      }),
    );
  });

/** Does the same to a ledger as to another one; only one of them ever builds its sums. */
async function take(store: LedgerStore, step: Step, known: readonly LedgerRow[]): Promise<void> {
  switch (step.do) {
    case "append":
      await store.append({ rows: step.calls.flatMap(({ rows }) => rows), cursors: [] });
      return;
    case "import":
      await importAll(store, {
        attempts: step.calls.flatMap(({ rows }) => rows),
        billLines: [billLine("1", { provider: "openai", account: "one" })],
      });
      return;
    case "outcomes":
      await store.addOutcomes({ outcomes: step.outcomes, atMs: NOON_MS });
      return;
    case "restate": {
      const restated = known
        .filter((row, index) => row.source === "litellm" && index % step.every === 0)
        .map((row) => ({ ...row, charge: attempt({ cost: step.cost }).charge }));
      await importAll(store, { attempts: restated }, { restating: ["litellm"] });
      return;
    }
    case "rerate": {
      const revisions = known
        .filter((_, index) => index % step.every === 0)
        .map(({ row_id, started_at_ms }) => {
          const { charge, baseline_cost } = attempt({ cost: step.cost });
          return { row_id, started_at_ms, charge, baseline_cost };
        });
      const rerating = await store.beginRerating({
        fromMs: NOON_MS - 90 * HOUR_MS,
        toMs: NOON_MS + 90 * HOUR_MS,
        priceBook: "2026-11-25/abc",
      });
      await store.addRevisions({ rerating, sequence: 0, revisions });
      if (!step.isFinished) return;
      const sums = {
        list_cost: dollarsOf(0n),
        effective_cost: dollarsOf(0n),
        unpriced_attempts: 0,
      };
      const difference = {
        attempts: 1,
        revised_attempts: 1,
        kept: [],
        before: sums,
        after: sums,
        list_cost_difference: dollarsOf(0n),
        effective_cost_difference: dollarsOf(0n),
        simulated_difference: dollarsOf(0n),
        by_model: [],
        by_cause: [],
      };
      await store.finishRerating({ rerating, appliedAtMs: NOON_MS, difference });
      return;
    }
    case "build":
    case "reopen":
      return;
    default:
      return step satisfies never;
  }
}

const isoHour = (hours: number): string =>
  new Date(NOON_MS - 12 * HOUR_MS + hours * HOUR_MS).toISOString();
const anyRange = fc.oneof(
  fc.constant({ from: isoHour(-96), to: isoHour(96) }),
  fc
    .tuple(fc.integer({ min: -60, max: 30 }), fc.integer({ min: 1, max: 90 }))
    .map(([from, length]) => ({ from: isoHour(from), to: isoHour(from + length) })),
);
const anyFilter = fc.constantFrom(
  {},
  { team: "red" },
  { team: "" },
  { provider: "openai", customer: "acme" },
  { confidence: "unknown" },
  { model: "small", outcome: "completed", charges: "original" as const },
  { charges: "original" as const },
  { tag: "kind=lined" },
);

type Range = Readonly<{ from: string; to: string }>;
type Asked = { [Name in ReportName]: readonly [Name, Reports[Name]["query"]] }[ReportName];

/** Every report, over a range and with a filter where it takes one. */
function questionsOf(range: Range, filter: object): readonly Asked[] {
  const asked = { ...range, ...filter };
  const page = { limit: 5, offset: 2 } as const;
  const calls = { sort: "time", order: "desc", ...page } as const;
  const middle = new Date((Date.parse(range.from) + Date.parse(range.to)) / 2).toISOString();
  return [
    ["totals", asked],
    ["spend-over-time", { ...asked, grain: "day", limit: 2 }],
    ["spend-over-time", { ...asked, grain: "week", by: "team", limit: 1 }],
    ["spend-over-time", { ...asked, grain: "hour", by: "provider", limit: 1 }],
    ["spend-by", { ...asked, by: "model", limit: 1 }],
    ["spend-by", { ...asked, by: "customer", limit: 10 }],
    ["spend-by", { ...asked, by: "category", limit: 10 }],
    ["explore", { ...asked, by: "team", split: "source", rank: "calls", limit: 2, split_limit: 1 }],
    [
      "explore",
      { ...asked, by: "confidence", grain: "day", rank: "input_tokens", limit: 2, split_limit: 1 },
    ],
    ["tokens", { ...asked, by: "team", grain: "day", limit: 1 }],
    ["tokens", { ...asked, by: "model", grain: "hour", limit: 5 }],
    ["unpriced", asked],
    ["priced-calls", asked],
    ["billed-by-day", asked],
    ["calls", { ...asked, ...calls }],
    ["calls", { ...asked, ...calls, order: "asc" }],
    ["calls", { ...asked, ...calls, sort: "cost" }],
    ["calls", { ...asked, ...calls, sort: "duration", order: "asc" }],
    [
      "usage-by-model",
      { ...asked, from: middle, before: { ...range, to: middle }, by: "team", limit: 1 },
    ],
    ["spend", { ...range, by: "team", cost: "effective" }],
    ["spend", { ...range, by: "customer", cost: "billed" }],
    ["precedence", range],
    ["reconciliation", { ...range, cost: "billed" }],
    ["outcomes", { ...asked, limit: 10 }],
    ["outcomes", { ...asked, grain: "day", by: "team", limit: 1 }],
    ["outcome-list", { ...range, sort: "cost", limit: 20, offset: 0 }],
    ["outcome", { id: "outcome-1" }],
  ];
}

/** Where a report's answer has no order of its own. */
const inOrder = (answer: unknown): unknown =>
  answer !== null && typeof answer === "object" && "calls" in answer && Array.isArray(answer.calls)
    ? { ...answer, calls: answer.calls.map((row) => JSON.stringify(row, bigintText)).sort() }
    : answer;
const bigintText = (_: string, value: unknown): unknown =>
  typeof value === "bigint" ? `${value}n` : value;

/** Two ledgers that the same happens to, both empty: one is never summed up. */
export type Compared = Readonly<{
  plain: LedgerStore;
  summed: LedgerStore;
  /** Closes the one that is summed up, and opens it again. */
  reopen: () => Promise<LedgerStore>;
  /** Closes both, and takes away what they left. */
  close: () => Promise<void>;
}>;

/** @throws AssertionError where a report differs, whatever was written and summed up between */
export const expectSameFromSums = (
  open: () => Promise<Compared>,
  { numRuns, mostMs }: Readonly<{ numRuns: number; mostMs: number }>,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(
      anySteps,
      fc.array(fc.tuple(anyRange, anyFilter), { minLength: 2, maxLength: 3 }),
      async (steps, asked) => {
        const { plain, reopen, close, ...opened } = await open();
        let { summed } = opened;
        try {
          const known: LedgerRow[] = [];
          for (const step of steps) {
            for (const store of [plain, summed]) await take(store, step, known);
            if (step.do === "append" || step.do === "import") {
              known.push(...step.calls.flatMap(({ rows }) => rows));
            }
            if (step.do === "build") await summed.buildSums();
            if (step.do === "reopen") summed = await reopen();
          }
          for (const [range, filter] of asked) {
            for (const [name, query] of questionsOf(range, filter)) {
              const expected = inOrder(await plain.report(name, query));
              expect(inOrder(await summed.report(name, query)), name).toEqual(expected);
            }
          }
        } finally {
          await close();
        }
      },
    ),
    { numRuns, interruptAfterTimeLimit: mostMs },
  );
