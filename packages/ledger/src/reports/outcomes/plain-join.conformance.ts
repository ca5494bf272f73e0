import { type Outcome, outcomesReport } from "@headgate/contract";
import { type Picodollars, parseDollars, picodollars, sum } from "@headgate/money";
import fc from "fast-check";
import { expect } from "vitest";
import { outcome } from "../../imports/imports.fixture.ts";
import type { Check } from "../../store.conformance.ts";
import { attempt, HOUR_MS } from "../../store.fixture.ts";

const names = ["ticket_resolved", "document_processed"] as const;
const sessions = ["s0", "s1", "s2", "s3", "s4"];
const teams = ["red", "blue"];

type Attempt = Readonly<{ cost: bigint | null; tokens: number; isFailed: boolean; team: string }>;
type Call = Readonly<{ id: string; session: string; attempts: readonly Attempt[] }>;
type Sent = Readonly<{
  id: string;
  name: string;
  session: string;
  callIds: readonly string[];
  /** Behind noon; outcomes from the thirteenth on are of the next day, which is not asked about. */
  hours: number;
  isAccepted: boolean;
}>;

/** Equal whole parts, and one unit more for the first of those that what is left over is enough for. */
function partOf(whole: bigint, size: number, place: number): bigint {
  const rest = whole % BigInt(size);
  const isFirst = BigInt(place) < (rest < 0n ? -rest : rest);
  return whole / BigInt(size) + (isFirst ? (whole < 0n ? -1n : 1n) : 0n);
}

const isJoined = (sent: Sent, call: Call): boolean =>
  sent.callIds.length > 0 ? sent.callIds.includes(call.id) : sent.session === call.session;

/** What the report has to say of these outcomes, by the rule alone: every pair is looked at, one by one. */
function plainly(
  calls: readonly Call[],
  outcomes: readonly Sent[],
  { name, team }: Readonly<{ name: string | null; team?: string }>,
) {
  const ofName = outcomes
    .filter((sent) => name === null || sent.name === name)
    .toSorted((a, b) => a.hours - b.hours || (a.id < b.id ? -1 : 1));
  const shares = ofName
    .filter(({ hours }) => hours < 12)
    .flatMap((sent) =>
      calls
        .filter((call) => isJoined(sent, call))
        .flatMap((call) => {
          const sharers = ofName.filter((other) => isJoined(other, call));
          const part = (whole: bigint): bigint =>
            partOf(whole, sharers.length, sharers.indexOf(sent));
          return call.attempts
            .map((one, index) => ({
              sent,
              call: call.id,
              row: `${call.id}:${index}`,
              team: one.team,
              isFailed: one.isFailed || index < call.attempts.length - 1,
              isShared: sharers.length > 1,
              cost: one.cost === null ? null : picodollars(part(one.cost)),
              tokens: part(BigInt(one.tokens)),
            }))
            .filter((share) => team === undefined || share.team === team);
        }),
    );
  const idsOf = (kept: typeof shares, id: (share: (typeof shares)[number]) => string): number =>
    new Set(kept.map(id)).size;
  const costOf = (kept: typeof shares): Picodollars =>
    sum(kept.flatMap(({ cost }) => (cost === null ? [] : [cost])));
  return {
    accepted_with_calls: idsOf(
      shares.filter(({ sent }) => sent.isAccepted),
      ({ sent }) => sent.id,
    ),
    sharing: idsOf(
      shares.filter(({ isShared }) => isShared),
      ({ sent }) => sent.id,
    ),
    calls: idsOf(shares, ({ call }) => call),
    attempts: idsOf(shares, ({ row }) => row),
    failed_attempts: idsOf(
      shares.filter(({ isFailed }) => isFailed),
      ({ row }) => row,
    ),
    unpriced_attempts: idsOf(
      shares.filter(({ cost }) => cost === null),
      ({ row }) => row,
    ),
    tokens: Number(shares.reduce((total, { tokens }) => total + tokens, 0n)),
    cost: costOf(shares),
    failed_cost: costOf(shares.filter(({ isFailed }) => isFailed)),
    rejected_cost: costOf(shares.filter(({ sent }) => !sent.isAccepted)),
  };
}

type Measures = ReturnType<typeof outcomesReport.parse>["names"][number];
const reported = (row: Omit<Measures, "is_other">) => ({
  accepted_with_calls: row.accepted_with_calls,
  sharing: row.sharing,
  calls: row.calls,
  attempts: row.attempts,
  failed_attempts: row.failed_attempts,
  unpriced_attempts: row.unpriced_attempts,
  tokens: row.tokens,
  cost: parseDollars(row.cost),
  failed_cost: parseDollars(row.failed_cost),
  rejected_cost: parseDollars(row.rejected_cost),
});

const anAttempt = fc.record({
  // More than 64 bits of picodollars, too.
  cost: fc.option(
    fc.oneof(fc.bigInt({ min: -50n, max: 10n ** 13n }), fc.constant(10n ** 20n + 7n)),
    { freq: 5 },
  ),
  tokens: fc.nat(1000),
  isFailed: fc.boolean(),
  team: fc.constantFrom(...teams),
});
const history = fc.record({
  calls: fc.array(
    fc.record({
      session: fc.constantFrom(...sessions, "nobody"),
      attempts: fc.array(anAttempt, { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 20 },
  ),
  outcomes: fc.array(
    fc.record({
      session: fc.constantFrom(...sessions),
      name: fc.constantFrom(...names),
      calls: fc.array(fc.nat(19), { maxLength: 2 }),
      hours: fc.integer({ min: 0, max: 20 }),
      isAccepted: fc.boolean(),
    }),
    { minLength: 1, maxLength: 20 },
  ),
});

/** The report of outcomes against its rule, pair by pair. */
export function describePlainJoin(check: Check): void {
  check("outcomes cost what the rule says when every pair is looked at", async (store) => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(history, async (made) => {
        run += 1;
        // Each run has its own year, so that one store serves all.
        const noonMs = Date.UTC(1980 + run, 6, 15, 12);
        const calls: Call[] = made.calls.map((call, index) => ({ ...call, id: `${run}-${index}` }));
        const outcomes: Sent[] = made.outcomes.map(({ calls: named, ...sent }, index) => ({
          ...sent,
          id: `${run}-${index}`,
          callIds: named.flatMap((place) => calls[place]?.id ?? []),
        }));
        await store.append({
          rows: calls.flatMap(({ id, session, attempts }) =>
            attempts.map(({ cost, tokens, isFailed, team }, index) =>
              attempt({
                call_id: id,
                row_id: `${id}:${index}`,
                attempt: index,
                final: index === attempts.length - 1,
                started_at_ms: noonMs,
                cost,
                usage: { input: tokens },
                attribution: { session, team },
                ...(isFailed ? { outcome: "interrupted" as const } : {}),
              }),
            ),
          ),
          cursors: [],
        });
        await store.addOutcomes({
          atMs: noonMs,
          outcomes: outcomes.map(
            ({ id, name, session, callIds, hours, isAccepted }): Outcome =>
              outcome(id, {
                name,
                session,
                accepted: isAccepted,
                occurred_at: new Date(noonMs + hours * HOUR_MS).toISOString(),
                ...(callIds.length > 0 ? { call_ids: [...callIds] } : {}),
              }),
          ),
        });

        const report = outcomesReport.parse(
          await store.report("outcomes", {
            from: new Date(noonMs - 12 * HOUR_MS).toISOString(),
            to: new Date(noonMs + 12 * HOUR_MS).toISOString(),
            by: "team",
            limit: 10,
          }),
        );

        for (const row of report.names) {
          expect(reported(row)).toEqual(plainly(calls, outcomes, { name: row.name }));
        }
        for (const row of report.rows) {
          const asked = { name: row.name, team: row.group ?? "" };
          expect(reported(row)).toEqual(plainly(calls, outcomes, asked));
        }
        const asked = outcomes.filter(({ hours }) => hours < 12);
        expect(report.names[0]?.outcomes ?? 0).toBe(asked.length);
        const under = calls.filter((call) => outcomes.some((sent) => isJoined(sent, call)));
        const paid = under.flatMap(({ attempts }) => attempts.flatMap(({ cost }) => cost ?? []));
        expect(report.coverage.under_outcomes.calls).toBe(under.length);
        expect(parseDollars(report.coverage.under_outcomes.cost)).toBe(sum(paid.map(picodollars)));
      }),
      { numRuns: 6 },
    );
  });
}
