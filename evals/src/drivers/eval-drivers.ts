import { printTable } from "@headgate/bench/result";
import { type ChangePart, type ChangeWire, changeParts } from "@headgate/contract";
import { drivers } from "@headgate/control";
import type { LedgerStore } from "@headgate/ledger";
import { parseDollars } from "@headgate/money";
import type { ChangeKind, PlantedChange, SettingName } from "@headgate/simulator";
import type { CompanyLedger } from "../company/company-ledger.ts";
import { partsOf } from "../company/parts-of.ts";
import { sampledLedger } from "../company/sampled-ledger.ts";
import type { Evaluation } from "../evaluation.ts";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const sampled = { days: 110, scale: 0.1, from: "2026-03-02" };
const COMPANIES = 8;
/** Seeds of the two settings do not meet. */
const firstSeed: Readonly<Record<SettingName, number>> = { known: 301, held_out: 1_301 };
/** Changes that move their week by less than this share are lost in what weeks differ by anyway. */
const ASKED_SHARE = 0.05;

type Judged = Readonly<{
  setting: SettingName;
  kind: ChangeKind;
  isExact: boolean;
  isFirst: boolean;
  isRightPart: boolean;
}>;

/**
 * Holds `insight drivers` against planted changes, a week against the one before: the parts are to add up to the
 * change, the value that was changed is to be the first driver, and what was changed of it its largest part.
 *
 * @param companies how many companies of each setting
 */
export async function evalDrivers(companies: number = COMPANIES): Promise<Evaluation> {
  const judged: Judged[] = [];
  for (const setting of ["known", "held_out"] as const) {
    for (let index = 0; index < companies; index += 1) {
      const seed = firstSeed[setting] + index;
      process.stderr.write(`  ${setting} ${index + 1} of ${companies} companies …\n`);
      const { company, ledger, dearer } = sampledLedger({ setting, seed, ...sampled });
      for (const change of company.planted) {
        const extra = dearer.get(change.name);
        if (extra === undefined || !isAsked(change, extra, ledger)) continue;
        judged.push(await judgeDriver(setting, change, ledger));
      }
    }
  }
  const kinds = [...new Set(judged.map(({ kind }) => kind))].sort().map((kind) => {
    const of = judged.filter((one) => one.kind === kind);
    return {
      kind,
      planted: of.length,
      "first driver": of.filter(({ isFirst }) => isFirst).length,
      "right part": of.filter(({ isRightPart }) => isRightPart).length,
    };
  });
  printTable("Planted changes, a week against the one before", kinds);
  return {
    figures: { companies, ...sampled, kinds },
    targets: (["known", "held_out"] as const).flatMap((setting) => {
      const of = judged.filter((one) => one.setting === setting);
      const words = setting === "known" ? "known setting" : "held-out setting";
      return [
        target(`${words}: parts that add up to the change, to the picodollar`, of, "isExact", 1),
        target(`${words}: planted value is the first driver`, of, "isFirst", 0.95),
        target(`${words}: planted cause is its largest part`, of, "isRightPart", 0.95),
      ];
    }),
  };
}

/** Only what is large enough, and lasts most of the week. */
function isAsked({ fromMs, toMs }: PlantedChange, extra: bigint, ledger: CompanyLedger): boolean {
  const untilMs = Math.min(toMs, fromMs + WEEK_MS);
  const spent = (startMs: number, endMs: number) =>
    ledger.cells(startMs, endMs).reduce((sum, { cost }) => sum + Number(cost), 0);
  const ofWeek = (Number(extra) * spent(fromMs, untilMs)) / spent(fromMs, toMs);
  return ofWeek / spent(fromMs, fromMs + WEEK_MS) >= ASKED_SHARE;
}

/** Holds the drivers of a planted change's week against it. */
export async function judgeDriver(
  setting: SettingName,
  change: PlantedChange,
  ledger: Pick<LedgerStore, "report">,
): Promise<Judged> {
  const [slice] = change.slices;
  if (slice === undefined) throw new TypeError("a planted change changes something");
  const report = await drivers(ledger, {
    from: new Date(change.fromMs).toISOString(),
    to: new Date(change.fromMs + WEEK_MS).toISOString(),
    by: slice.dimension,
    limit: 50,
  });
  const [first] = report.drivers;
  const own = report.drivers.find(({ value }) => value === slice.value);
  return {
    setting,
    kind: change.kind,
    isExact: [report.total, report.others, ...report.drivers].every(addsUp),
    isFirst: first?.value === slice.value,
    isRightPart: own !== undefined && largestOf(own) === partsOf[change.kind],
  };
}

function addsUp({ before, after, change, parts }: ChangeWire): boolean {
  const total = changeParts.reduce((sum, part) => sum + parseDollars(parts[part]), 0n);
  return total === parseDollars(change) && total === parseDollars(after) - parseDollars(before);
}

const largestOf = ({ parts }: ChangeWire): ChangePart | undefined =>
  [...changeParts].sort((one, other) => {
    const difference = parseDollars(parts[other]) - parseDollars(parts[one]);
    return difference > 0n ? 1 : difference < 0n ? -1 : 0;
  })[0];

function target(
  what: string,
  judged: readonly Judged[],
  is: "isExact" | "isFirst" | "isRightPart",
  least: number,
): Evaluation["targets"][number] {
  const count = judged.filter((one) => one[is]).length;
  const value = judged.length === 0 ? 0 : count / judged.length;
  return {
    what: `${what} (${count} of ${judged.length})`,
    value,
    target: `≥ ${least}`,
    met: value >= least,
  };
}
