import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { printTable, type Target } from "@headgate/bench/result";
import { type Evaluation, EvaluationInputError } from "../evaluation.ts";
import { type ImportedBill, importedBill, type LedgerCosts } from "./imported-bill.ts";
import { decimalOf, type StatedBill, scaled, statedBill } from "./stated-bill.ts";

type Judged = Readonly<{
  file: string;
  format: string;
  rows: number;
  rows_read: number;
  skipped: number;
  costs: string;
  agrees: string;
  second_import: string;
}>;

/** What people who published bills say of them: their names, rows, and sums of billed and effective cost. */
const PUBLISHED = [
  {
    file: "focus_sample.csv",
    rows: 1_000,
    currency: "USD",
    billed: "20.5202",
    effective: "14.9765",
  },
  {
    file: "sample-anonymous-aws-export-dataset.csv",
    ...{ rows: 1_281, currency: "USD", billed: "1.682309", effective: undefined },
  },
] as const;

/**
 * Holds what the ledger says of each bill against the bill's own columns, added up by nothing of Headgate's: rows,
 * billed and effective cost by currency, and that a second import changes nothing.
 *
 * @param path a folder, or a file; CSV files in it that are FOCUS's or AWS's are read, others passed over
 */
export async function evalBills(path: string): Promise<Evaluation> {
  const bills: { stated: StatedBill; imported: ImportedBill; judged: Judged }[] = [];
  const passedOver: string[] = [];
  for (const file of await csvFiles(path)) {
    const stated = await statedBill(file).catch((error: Error) => error);
    if (stated === undefined || stated instanceof Error) {
      passedOver.push(`${basename(file)}${stated === undefined ? "" : `: ${stated.message}`}`);
      continue;
    }
    const imported = await importedBill(file);
    bills.push({ stated, imported, judged: judge(basename(file), stated, imported) });
  }
  if (bills.length === 0) {
    throw new EvaluationInputError(`${path} holds no bill: CSV of FOCUS or of AWS is expected`);
  }
  const rows = bills.map(({ judged }) => judged);
  printTable("Bills, beside what their own columns come to", rows);
  if (passedOver.length > 0) process.stderr.write(`\nPassed over: ${passedOver.join("; ")}\n`);
  return {
    figures: { rows, passed_over: passedOver },
    targets: [
      counted(
        "bills with rows that were neither read nor skipped",
        rows,
        (bill) => bill.rows !== bill.rows_read,
      ),
      counted(
        "bills whose costs differ, without a skipped row",
        rows,
        (bill) => bill.agrees === "NO",
      ),
      counted(
        "bills that a second import changed",
        rows,
        (bill) => bill.second_import !== "the same",
      ),
      ...PUBLISHED.flatMap((published) =>
        targetsOf(published, bills.find(({ judged }) => judged.file === published.file)?.imported),
      ),
    ],
  };
}

async function csvFiles(path: string): Promise<readonly string[]> {
  if (path.endsWith(".csv")) return [path];
  const entries = await readdir(path, { recursive: true }).catch((error: Error) => {
    throw new EvaluationInputError(`${path} cannot be read: ${error.message}`);
  });
  return entries
    .filter((entry) => entry.endsWith(".csv"))
    .sort()
    .map((entry) => join(path, entry));
}

function judge(file: string, stated: StatedBill, imported: ImportedBill): Judged {
  return {
    ...{ file, format: stated.format, rows: stated.rows },
    ...{ rows_read: imported.rows, skipped: imported.skipped },
    costs: imported.costs
      .map(
        ({ currency, billed, effective }) => `${shown(billed)} / ${shown(effective)} ${currency}`,
      )
      .join(", "),
    agrees: agrees(stated, imported.costs)
      ? "yes"
      : imported.skipped > 0
        ? imported.reasons.join(", ")
        : "NO",
    second_import:
      imported.again.added === 0 &&
      JSON.stringify(imported.again.costs) === JSON.stringify(imported.costs)
        ? "the same"
        : "CHANGED",
  };
}

/** A cost of the ledger's has twelve decimals, a bill's may have more: each row's may be rounded by half of the last. */
function agrees(stated: StatedBill, costs: readonly LedgerCosts[]): boolean {
  const roundings = 500_000n * BigInt(stated.rows);
  const near = (own: bigint, ledger: string) => {
    const difference = own - scaled(ledger, "the ledger");
    return difference <= roundings && -difference <= roundings;
  };
  return (
    costs.length === stated.byCurrency.size &&
    costs.every(({ currency, billed, effective }) => {
      const own = stated.byCurrency.get(currency);
      return (
        own !== undefined &&
        near(own.billed, billed) &&
        (own.effective === undefined || near(own.effective, effective))
      );
    })
  );
}

function targetsOf(
  { file, rows, currency, billed, effective }: (typeof PUBLISHED)[number],
  imported: ImportedBill | undefined,
): readonly Target[] {
  const costs = imported?.costs.find((cost) => cost.currency === currency);
  const target = (what: string, published: string, own: string | undefined): Target => {
    const value = own === undefined ? null : roundedAs(published, own);
    return {
      ...{ what: `${file}: ${what}`, value, target: published },
      met: imported === undefined ? null : value === Number(published),
    };
  };
  const counting = imported && String(imported.rows - imported.skipped);
  return [
    target("rows", String(rows), counting),
    target(`BilledCost, ${currency}`, billed, costs?.billed),
    ...(effective === undefined
      ? []
      : [target(`EffectiveCost, ${currency}`, effective, costs?.effective)]),
  ];
}

/** With as many decimals as the published figure has, which was rounded. */
const roundedAs = (published: string, amount: string): number =>
  Number(Number(amount).toFixed(published.split(".")[1]?.length ?? 0));

const shown = (amount: string): string => decimalOf(scaled(amount, "the ledger"));

const counted = (what: string, rows: readonly Judged[], isFault: (bill: Judged) => boolean) => {
  const value = rows.filter(isFault).length;
  return { what, value, target: "0", met: value === 0 };
};
