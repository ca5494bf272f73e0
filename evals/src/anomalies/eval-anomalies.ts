import { printTable } from "@headgate/bench/result";
import { anomalies } from "@headgate/control";
import type { SettingName } from "@headgate/simulator";
import { sampledLedger } from "../company/sampled-ledger.ts";
import type { Evaluation } from "../evaluation.ts";
import { type JudgedFindings, judgeFindings } from "./judge-findings.ts";

const DAY_MS = 86_400_000;
const FROM = "2026-03-02";
const DAYS = 120;
/** About 5,000 calls a weekday. */
const SCALE = 0.25;
const COMPANIES = 20;
/** Changes that make their days less dear than this are not asked for: so is the detector told. */
const ASKED_SHARE = 0.02;
/** Seeds of the two settings do not meet. */
const firstSeed: Readonly<Record<SettingName, number>> = { known: 1, held_out: 1_001 };

/**
 * Holds `insight anomalies` against companies with planted changes: what it was made with, and what nobody chose
 * anything by.
 *
 * @param companies how many companies of each setting
 */
export async function evalAnomalies(companies: number = COMPANIES): Promise<Evaluation> {
  const figures: Record<string, unknown> = { days: DAYS, scale: SCALE, companies };
  const targets: Evaluation["targets"][number][] = [];
  for (const setting of ["known", "held_out"] as const) {
    const judged: JudgedFindings[] = [];
    let seriesDays = 0;
    for (let index = 0; index < companies; index += 1) {
      const one = await judgeCompany(setting, firstSeed[setting] + index);
      judged.push(one);
      seriesDays += one.seriesDays;
      for (const name of one.falseNames)
        process.stderr.write(`  ${setting} ${index}: false: ${name}\n`);
      for (const change of one.changes) {
        if (
          change.share < ASKED_SHARE ||
          (change.isRightSlice && change.isRightPart && change.isRightDay)
        )
          continue;
        process.stderr.write(
          `  ${setting} ${index}: ${change.isFound ? "partly" : "missed"}: ${change.name} ${(100 * change.share).toFixed(1)} % day ${change.isRightDay} slice ${change.isRightSlice} part ${change.isRightPart}\n`,
        );
      }
    }
    const summary = summaryOf(judged, seriesDays);
    figures[setting] = summary;
    printTable(`Changes planted, ${setting}`, summary.kinds);
    targets.push(...targetsOf(setting, summary));
  }
  return { figures, targets };
}

async function judgeCompany(setting: SettingName, seed: number) {
  const { company, ledger, dearer } = sampledLedger({
    setting,
    seed,
    days: DAYS,
    scale: SCALE,
    from: FROM,
  });
  const fromMs = Date.parse(`${FROM}T00:00:00Z`);
  const toMs = fromMs + DAYS * DAY_MS;
  const { judgement } = await anomalies(
    ledger,
    {
      from: new Date(fromMs + 28 * DAY_MS).toISOString(),
      to: new Date(toMs).toISOString(),
      grain: "day",
    },
    toMs,
  );
  if (judgement.kind !== "judged") throw new TypeError(`${DAYS} days are enough`);
  return {
    ...judgeFindings(judgement.anomalies, company, ledger, dearer),
    seriesDays: judgement.judged_points,
  };
}

function summaryOf(judged: readonly JudgedFindings[], days: number) {
  const all = judged.flatMap(({ changes }) => changes);
  const asked = all.filter(({ share }) => share >= ASKED_SHARE);
  const findings = judged.reduce((sum, one) => sum + one.findings, 0);
  const falseByTime = judged.reduce((sum, one) => sum + one.falseByTime, 0);
  const falseStrictly = judged.reduce((sum, one) => sum + one.falseStrictly, 0);
  const kinds = [...new Set(asked.map(({ kind }) => kind))].sort().map((kind) => {
    const of = asked.filter((change) => change.kind === kind);
    const count = (is: "isFound" | "isRightDay" | "isRightPart" | "isRightSlice") =>
      of.filter((change) => change[is]).length;
    return {
      kind,
      planted: of.length,
      found: count("isFound"),
      "right day": count("isRightDay"),
      "right slice": count("isRightSlice"),
      "right cause": count("isRightPart"),
    };
  });
  const named = asked.filter((one) => one.isRightDay && one.isRightSlice && one.isRightPart);
  return {
    kinds,
    planted: asked.length,
    too_small_to_be_asked: all.length - asked.length,
    found: asked.filter(({ isFound }) => isFound).length,
    named: named.length,
    findings,
    false_by_time: falseByTime,
    false_strictly: falseStrictly,
    judged_days: days,
  };
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

function targetsOf(
  setting: SettingName,
  {
    planted,
    named,
    found,
    findings,
    false_strictly: wrong,
    judged_days: days,
  }: ReturnType<typeof summaryOf>,
): readonly Evaluation["targets"][number][] {
  const words = setting === "known" ? "known setting" : "held-out setting";
  return [
    {
      what: `${words}: planted changes found (${found} of ${planted})`,
      value: share(found, planted),
      target: "1",
      met: found === planted,
    },
    {
      what: `${words}: named with their day, slice and cause (${named} of ${planted})`,
      value: share(named, planted),
      target: "1",
      met: named === planted,
    },
    {
      what: `${words}: false findings, of all findings (${wrong} of ${findings})`,
      value: share(wrong, findings),
      target: "≤ 0.05",
      met: share(wrong, findings) <= 0.05,
    },
    {
      what: `${words}: false findings, of all judged days (${wrong} of ${days})`,
      value: share(wrong, days),
      target: "≤ 0.05",
      met: share(wrong, days) <= 0.05,
    },
  ];
}
