import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recommendationsReport, totalsReport } from "@headgate/contract";
import { formatDollars, type Picodollars, parseDollars } from "@headgate/money";
import { startSimulator } from "@headgate/simulator";
import { type BenchResult, printTable, type Target } from "../result.ts";
import { BenchClock } from "./bench-clock.ts";
import { judgePromises } from "./judge-promises.ts";
import { DAY_MS, DAYS } from "./month-traffic.ts";
import { type RunningHeadgate, runHeadgate } from "./run-headgate.ts";
import { sendMonth, type Verdicts } from "./send-months.ts";
import { skillsByTier } from "./skills-by-tier.ts";

/** A Monday. */
const FROM_MS = Date.parse("2026-08-31T00:00:00Z");
const MIDDLE_MS = FROM_MS + DAYS * DAY_MS;
/** Batches of the last night end in the hours after it. */
const TO_MS = MIDDLE_MS + DAYS * DAY_MS;
const SEED = 20261129;
const CALLS = 10_000;
const LEAST_KEPT = 0.9;
const CUT = [0.4, 0.6] as const;
/** By so much the share of right answers may fall. */
const MARGIN = 0.005;

/**
 * Whether what is promised comes true: thirty simulated days go through `headgate start` to simulated providers, every
 * change that promises to save is accepted and applied by its API, and thirty more days go through it, and beside it through
 * one without policies. The money is simulated, and so are the models' skills.
 */
export async function benchRealised(
  quick: boolean,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const calls = quick ? 3_000 : CALLS;
  const folder = mkdtempSync(join(tmpdir(), "headgate-bench-realised-"));
  const clock = new BenchClock(join(folder, "clock"), FROM_MS);
  const simulator = await startSimulator({
    nowMs: () => clock.nowMs,
    skills: skillsByTier(FROM_MS),
  });
  const running: RunningHeadgate[] = [];
  const start = async (name: string): Promise<RunningHeadgate> => {
    mkdirSync(join(folder, name));
    const one = await runHeadgate(join(folder, name), clock, simulator.url);
    running.push(one);
    return one;
  };
  try {
    const acted = await start("acted");
    const history = { calls, fromMs: FROM_MS, seed: SEED };
    const [past] = (await sendMonth(clock, [acted], history)) as [Verdicts];
    clock.set(MIDDLE_MS);
    await acted.loaded(sumOf(past));
    const { applied, leftOpen } = await applyAll(acted);
    const plain = await start("plain");
    const next = { calls, fromMs: MIDDLE_MS, seed: SEED + 1 };
    const [after, twin] = (await sendMonth(clock, [acted, plain], next)) as [Verdicts, Verdicts];
    clock.set(TO_MS);
    await acted.loaded(sumOf(past) + sumOf(after));
    await plain.loaded(sumOf(twin));
    const range = rangeOf(MIDDLE_MS, clock.nowMs);
    const lengthMs = clock.nowMs - MIDDLE_MS;
    const promises = await judgePromises(acted, plain, { ids: applied, range, lengthMs });
    printTable(
      "Promised and realised, simulated dollars a month",
      promises.map(({ titles, promised, byLedger, byTwin, isKept }) => ({
        change: titles.join("; "),
        low: shown(promised.low),
        promised: shown(promised.estimate),
        high: shown(promised.high),
        "by the ledger": byLedger === undefined ? "not known" : shown(byLedger),
        "by the twin": byTwin === undefined ? "not told apart" : shown(byTwin),
        kept: isKept ? "yes" : "NO",
      })),
    );
    printTable(
      "Left open",
      leftOpen.map((change) => ({ change })),
    );
    printTable("Answers", [
      { month: "the first", ...past },
      { month: "the second, changes applied", ...after },
      { month: "the second, without policies", ...twin },
    ]);
    const [cost, costTwin] = [await costOf(acted, range), await costOf(plain, range)];
    const cut = 1 - Number(cost) / Number(costTwin);
    const kept = promises.filter(({ isKept }) => isKept).length / promises.length;
    const fell = rightShare(twin) - rightShare(after);
    const targets: Target[] = [
      target("promises kept, share", kept, `≥ ${LEAST_KEPT}`, kept >= LEAST_KEPT),
      target(
        "cost cut beside the same traffic without policies, share",
        cut,
        `≥ ${CUT[0]}: ${CUT.join("–")} or more`,
        // Prompts come again too seldom in a short run.
        quick ? null : cut >= CUT[0],
      ),
      target("share of right answers that was lost", fell, `≤ ${MARGIN}`, fell <= MARGIN),
      target("calls without an answer", after.failed, "0", after.failed === 0),
    ];
    return {
      figures: {
        simulated: true,
        calls_a_month: sumOf(after),
        cost: formatDollars(cost),
        cost_without_policies: formatDollars(costTwin),
        answers: { past, after, twin },
        left_open: leftOpen,
        promises: promises.map(({ titles, promised, byLedger, byTwin, isKept }) => ({
          changes: titles,
          low: formatDollars(promised.low),
          estimate: formatDollars(promised.estimate),
          high: formatDollars(promised.high),
          by_ledger: byLedger === undefined ? null : formatDollars(byLedger),
          by_twin: byTwin === undefined ? null : formatDollars(byTwin),
          kept: isKept,
        })),
      },
      targets,
    };
  } finally {
    for (const one of running) await one.stop();
    await simulator.close();
    clock.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Accepts and applies every change that promises to save, worth most first. What a person has to do stays open, and what is
 * only the most that labels could bring: nobody labels answers here, and looking for labels costs.
 */
async function applyAll(
  headgate: RunningHeadgate,
): Promise<Readonly<{ applied: readonly string[]; leftOpen: readonly string[] }>> {
  const { recommendations } = recommendationsReport.parse(
    await headgate.get(`/api/recommendations?${rangeOf(FROM_MS, MIDDLE_MS)}&set=computed`),
  );
  const [applied, leftOpen]: [string[], string[]] = [[], []];
  for (const { id, title, change, dollars_per_month: dollars } of recommendations) {
    if (change === null || dollars?.low == null || parseDollars(dollars.low) <= 0n) {
      leftOpen.push(title);
      continue;
    }
    const said = { by: "the bench" };
    await headgate.post(`/api/recommendations/${id}/accept`, said);
    const reloaded = headgate.reloaded();
    // Nothing is held out: the twin says what would have been.
    await headgate.post(`/api/recommendations/${id}/apply`, { ...said, holdout: 0 });
    await reloaded;
    applied.push(id);
  }
  return { applied, leftOpen };
}

async function costOf(headgate: RunningHeadgate, range: string): Promise<Picodollars> {
  const { totals } = totalsReport.parse(await headgate.get(`/api/reports/totals?${range}`));
  return parseDollars(totals.effective_cost);
}

const rangeOf = (fromMs: number, toMs: number): string =>
  `from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}`;
const sumOf = (of: Verdicts): number => Object.values(of).reduce((sum, count) => sum + count, 0);
/** Of the answers that can be judged. */
const rightShare = ({ right, wrong, cut, failed }: Verdicts): number =>
  right / (right + wrong + cut + failed);
const shown = (amount: Picodollars): string => (Number(amount) / 1e12).toFixed(3);
const target = (what: string, value: number, limit: string, met: boolean | null): Target => ({
  what,
  value: Math.round(value * 10_000) / 10_000,
  target: limit,
  met,
});
