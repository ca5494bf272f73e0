import type { AnomaliesReport } from "@headgate/contract";
import type { ChangeKind, PlantedChange, SampledCompany } from "@headgate/simulator";
import type { CompanyCell, CompanyLedger } from "../company/company-ledger.ts";
import { partsOf } from "../company/parts-of.ts";
import { toNoise } from "./to-noise.ts";

const DAY_MS = 86_400_000;
const PICODOLLARS = 1e12;
/** A slice is the planted one where the calls of both are four fifths of the calls of either, by cost. */
const SAME_SLICE = 0.8;
/** A lasting change becomes usual within so many days; so does its end. */
const BECOMES_USUAL_MS = 14 * DAY_MS;

type Finding = Extract<AnomaliesReport["judgement"], { kind: "judged" }>["anomalies"][number];

export type JudgedChange = Readonly<{
  kind: ChangeKind;
  name: string;
  /** What it made its calls dearer by, in dollars: ranks and compares only. */
  dollars: number;
  /** {@link toNoise} */
  ratio: number;
  /** How much dearer it made its days than they would have been, of all spend on them. */
  share: number;
  isFound: boolean;
  isRightDay: boolean;
  isRightSlice: boolean;
  isRightPart: boolean;
}>;

export type JudgedFindings = Readonly<{
  changes: readonly JudgedChange[];
  findings: number;
  /** At a time at which nothing was planted and nothing else happened. */
  falseByTime: number;
  /** Those, and all that tell of a planted change by another slice than its own, or a second time. */
  falseStrictly: number;
  falseNames: readonly string[];
}>;

/** Holds findings against what was planted. */
export function judgeFindings(
  findings: readonly Finding[],
  company: SampledCompany,
  ledger: CompanyLedger,
  extra: ReadonlyMap<string, bigint>,
): JudgedFindings {
  const used = new Set<Finding>();
  const changes = company.planted.map((change): JudgedChange => {
    const near = findings.filter((finding) => tellsOf(finding, change));
    const right = near.find((finding) => isSlice(finding, change, ledger));
    const best = right ?? near[0];
    if (right !== undefined) used.add(right);
    const all = ledger.cells(change.fromMs, change.toMs).reduce((sum, { cost }) => sum + cost, 0n);
    const dearer = extra.get(change.name);
    return {
      kind: change.kind,
      name: change.name,
      dollars: dearer === undefined ? 0 : Number(dearer) / PICODOLLARS,
      ratio: dearer === undefined ? 0 : toNoise(change, dearer, ledger),
      share: dearer === undefined ? 0 : Number(dearer) / Number(all - dearer),
      isFound: best !== undefined,
      isRightDay: best !== undefined && Date.parse(best.start) === change.fromMs,
      isRightSlice: right !== undefined,
      isRightPart: right?.cause.kind === "named" && right.cause.part === partsOf[change.kind],
    };
  });
  const others = findings.filter((finding) => !used.has(finding));
  const strictly = others.filter(
    (finding) =>
      !company.otherEvents.some((event) => overlaps(finding, event)) &&
      !company.planted.some(
        (change) => isItsEnd(finding, change) && isSlice(finding, change, ledger),
      ),
  );
  const byTime = strictly.filter(
    (finding) =>
      !company.planted.some((change) => tellsOf(finding, change) || isItsEnd(finding, change)),
  );
  return {
    changes,
    findings: findings.length,
    falseByTime: byTime.length,
    falseStrictly: strictly.length,
    falseNames: strictly.map(nameOf),
  };
}

type Span = Readonly<{ fromMs: number; toMs: number }>;
const overlaps = ({ start, end }: Finding, { fromMs, toMs }: Span): boolean =>
  Date.parse(start) < toMs && Date.parse(end) > fromMs;

const tellsOf = (finding: Finding, { fromMs, toMs }: PlantedChange): boolean =>
  overlaps(finding, { fromMs, toMs: Math.min(toMs, fromMs + BECOMES_USUAL_MS) });

/** What ends is seen as well where it had become usual. */
const isItsEnd = (finding: Finding, { fromMs, toMs }: PlantedChange): boolean =>
  toMs - fromMs >= 7 * DAY_MS && overlaps(finding, { fromMs: toMs, toMs: toMs + BECOMES_USUAL_MS });

function isSlice(finding: Finding, change: PlantedChange, ledger: CompanyLedger): boolean {
  const { cause } = finding;
  if (cause.kind === "unknown") return false;
  const isNamed = (cell: CompanyCell): boolean => {
    if (cause.dimension === null) return true;
    const value = cause.dimension in cell ? cell[cause.dimension as "feature"] : null;
    return cause.values.includes(value);
  };
  // On the days of both.
  const fromMs = Math.max(change.fromMs, Date.parse(finding.start));
  const toMs = Math.min(change.toMs, Date.parse(finding.end));
  const [startMs, endMs] = fromMs < toMs ? [fromMs, toMs] : [change.fromMs, change.toMs];
  const cells = ledger.cells(startMs, endMs);
  return change.slices.some(({ dimension, value }) => {
    let both = 0n;
    let either = 0n;
    for (const cell of cells) {
      const isPlanted = cell[dimension] === value;
      if (isNamed(cell) && isPlanted) both += cell.cost;
      if (isNamed(cell) || isPlanted) either += cell.cost;
    }
    return either > 0n && Number(both) / Number(either) >= SAME_SLICE;
  });
}

const nameOf = ({
  start,
  end,
  direction,
  slice,
  excess,
  expected,
  deviations,
  cause,
}: Finding): string =>
  `${start.slice(0, 10)}–${end.slice(0, 10)} ${slice === null ? "all" : `${slice.dimension} ${slice.value}`} ${direction} ${deviations.toFixed(1)}σ ${excess} of ${expected}${cause.kind === "named" ? ` ${cause.part}` : ""}`;
