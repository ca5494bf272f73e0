import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AttemptSource, attemptSources, tokenBuckets } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesIn, rowsBeside, type TrueCall, tokensIn, totalOf } from "./company.fixture.ts";
import { companyRange, type ImportedCompany, importCompany } from "./imported-company.fixture.ts";

/** A quantity of a token, as amounts are exact. */
const ONE = 10n ** 12n;
const DAY_MS = 86_400_000;
const clients = ["helicone", "claude_code", "codex", "otlp_logs"] as const;

let folder: ImportedCompany["folder"];
let truth: ImportedCompany["truth"];
let calls: ImportedCompany["calls"];
let ledger: ImportedCompany["ledger"];
let summaryOf: ImportedCompany["summaryOf"];
let close: ImportedCompany["close"];

beforeAll(async () => {
  ({ folder, truth, calls, ledger, summaryOf, close } = await importCompany(12));
});

afterAll(() => close());

const seenBy = (source: AttemptSource): readonly TrueCall[] =>
  calls.filter(({ sources }) => sources.includes(source));

/** By whom a call counts: of those that saw it the one that is trusted most. */
const countedBy = ({ sources }: TrueCall): AttemptSource | undefined =>
  attemptSources.find((source) => sources.includes(source));

/** Lines of all files of a folder of the sources. */
const linesIn = (...path: readonly string[]): readonly string[] =>
  filesIn(join(folder, "sources", ...path)).flatMap((file) =>
    readFileSync(file, "utf8").trimEnd().split("\n"),
  );

test.each(clients)("all that %s saw comes in, at what it costs to the picodollar", (source) => {
  const seen = seenBy(source);
  const { added, seen_elsewhere: elsewhere, costs } = summaryOf(source);

  expect(seen.length).toBeGreaterThan(20);
  expect(added).toBe(seen.length + rowsBeside(truth, source).fromCache);
  expect(elsewhere).toBe(seen.filter((call) => countedBy(call) !== source).length);
  expect(costs.map(({ effective_cost: cost }) => parseDollars(cost))).toEqual([totalOf(seen)]);
});

test("each call counts once, by the source that is trusted most", async () => {
  const report = await ledger.store.report("precedence", companyRange);

  for (const source of clients) {
    const seen = seenBy(source);
    const by = attemptSources.flatMap((other) => {
      const attempts = seen.filter((call) => countedBy(call) === other).length;
      return other === source || attempts === 0 ? [] : [{ source: other, attempts }];
    });
    const own = seen.filter((call) => countedBy(call) === source).length;
    expect(report.calls.find((one) => one.source === source)).toMatchObject({
      counted: own + rowsBeside(truth, source).fromCache,
      counted_by: by,
    });
  }
});

test("sessions, telemetry and the gateway see the same requests of Claude Code, some of them all three", () => {
  const combined = new Set(
    calls
      .filter(({ feature }) => feature === "claude-code")
      .map(({ sources }) => sources.join(" ")),
  );

  for (const some of ["claude_code", "claude_code otlp_logs", "claude_code gateway"]) {
    expect(combined).toContain(some);
  }
  expect(combined).toContain("claude_code otlp_logs gateway");
});

test("the formats' pitfalls are in the files", () => {
  const beside = truth.clients.lines_beside_calls;
  const sessions = linesIn("claude-code");
  const rollouts = linesIn("codex");
  const answersOf = (lines: readonly string[]): number =>
    lines.filter((line) => line.includes('"requestId"')).length;

  // An answer stands on several lines, stands again in a session that goes on, and is told once more by an agent.
  expect(answersOf(sessions)).toBeGreaterThan(3 * seenBy("claude_code").length);
  expect(beside.claude_code?.rollup).toBeGreaterThan(0);
  for (const mark of ['"<synthetic>"', '"agent_progress"']) {
    expect(sessions.some((line) => line.includes(mark))).toBe(true);
  }
  // Counters stand again, begin anew, and go on in a fork.
  expect(beside.codex?.rollup).toBeGreaterThan(0);
  for (const mark of ['"compacted"', '"forked_from_id"']) {
    expect(rollouts.some((line) => line.includes(mark))).toBe(true);
  }
  // One answer came out of the cache more often than an id of one answer stands in a source.
  expect(truth.clients.answers_from_cache.helicone).toBeGreaterThan(16);
  // Points stand there twice, and totals begin anew.
  expect(beside.otlp_metrics?.rollup).toBeGreaterThan(0);
  const starts = linesIn("otlp-metrics").flatMap((line) => line.match(/"startTimeUnixNano":"\d+/g));
  expect(new Set(starts).size).toBeGreaterThan(2);
});

test("metrics come to the tokens of the calls that they measured, and add nothing to what was spent", async () => {
  const { totals } = await ledger.store.report("reconciliation", {
    ...companyRange,
    cost: "billed",
  });
  // The provider's own sums are of whole days.
  const byMetrics = totals.filter(({ startMs, endMs }) => endMs - startMs !== DAY_MS);
  const { added, skipped } = summaryOf("otlp_metrics");

  expect(truth.clients.token_metrics.map(({ service }) => service).toSorted()).toEqual([
    "meeting-notes",
    "onboarding",
  ]);
  for (const { service, provider, requests, usage } of truth.clients.token_metrics) {
    const measured = calls.filter(({ feature, failed }) => feature === service && !failed);
    expect(requests).toBe(measured.length);
    for (const bucket of tokenBuckets) {
      const told = byMetrics
        .filter((total) => total.provider === provider && total.component === bucket)
        .reduce((sum, { quantity }) => sum + quantity, 0n);
      expect(told).toBe(BigInt(tokensIn(usage, bucket)) * ONE);
    }
    const isAsUsed = (...buckets: readonly (keyof TrueCall["usage"])[]): void => {
      const used = measured.reduce((sum, call) => sum + tokensIn(call.usage, ...buckets), 0);
      expect(tokensIn(usage, ...buckets)).toBe(used);
    };
    isAsUsed("input", "cache_read");
    isAsUsed("output", "reasoning");
  }
  const points = truth.clients.token_metrics.reduce((sum, one) => sum + one.points, 0);
  expect(added).toBe(points);
  expect(skipped).toBe(rowsBeside(truth, "otlp_metrics").skipped);
  const spent = await ledger.store.report("totals", companyRange);
  expect(parseDollars(spent.totals.effective_cost)).toBe(
    totalOf(calls.filter(({ sources }) => sources.length > 0)),
  );
});
