import { billSources, exactCsvLine, HeadgateError } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { exportColumns, type FocusColumn, type FocusRow } from "./focus-row.ts";
import { focusRowOfBillLine } from "./row-of-bill-line.ts";
import { focusRowOfCalls } from "./row-of-calls.ts";

/** Attempts that are read, and so held, at once. */
const MOST_ATTEMPTS = 50_000;
/** Each piece is a question that looks at all lines of its statement: few large ones, as large as those of calls at most. */
const LINES_AT_ONCE = 20_000;
/** Imports that are looked at once more after each piece: of those that came in meanwhile, the newest. */
const NEWEST_IMPORTS = 100;

export type FocusExport = Readonly<{
  from: string;
  to: string;
  /** Simulated calls alone, or none. */
  simulated: boolean;
  /** The price book's names of configured providers, where they differ. */
  providers: Readonly<Record<string, string>>;
}>;

/**
 * What a range cost as rows of FOCUS 1.2, each dollar once: the lines of bills, and by the ledger's own estimate
 * the calls that no bill covers. Read in pieces, so that memory stays bounded.
 *
 * @throws HeadgateError `ledger_changed` where bills come in meanwhile: which calls they cover would be decided anew
 *   between two pieces, and dollars would be there twice or not at all
 */
export async function* focusRows(
  ledger: Ledger,
  { from, to, simulated, providers }: FocusExport,
): AsyncIterable<readonly FocusRow[]> {
  const range = { fromMs: Date.parse(from), toMs: Date.parse(to) };
  const [newest] = await ledger.imports({ limit: 1 });
  const sameBills = (): Promise<void> => refuseNewBills(ledger, newest?.import);
  if (!simulated) {
    for await (const rows of billRows(ledger, { from, to })) {
      await sameBills();
      yield rows;
    }
  }
  const slices = await ledger.report("export-slices", { from, to, most: MOST_ATTEMPTS });
  for (const slice of slices) {
    const question = { from, to, slice, providers, simulated };
    const calls = await ledger.report("exported-calls", question);
    if (!simulated) await sameBills();
    yield calls.map((sum) => focusRowOfCalls(sum, range, simulated));
  }
}

type Ledger = Pick<LedgerStore, "report" | "imports">;

async function refuseNewBills(ledger: Ledger, before: number | undefined): Promise<void> {
  const imports = await ledger.imports({ limit: NEWEST_IMPORTS });
  const hasNew = imports.some(
    ({ import: number, summary }) =>
      (before === undefined || number > before) &&
      summary.sources.some(
        ({ source, added, replaced }) =>
          added + replaced > 0 && billSources.some((known) => known === source),
      ),
  );
  if (hasNew) throw new HeadgateError("ledger_changed");
}

async function* billRows(
  ledger: Ledger,
  range: Readonly<{ from: string; to: string }>,
): AsyncIterable<readonly FocusRow[]> {
  const query = { ...range, limit: LINES_AT_ONCE };
  let lines = await ledger.report("exported-bill-lines", query);
  while (lines.length > 0) {
    yield lines.map(focusRowOfBillLine);
    const last = lines.at(-1);
    if (last === undefined || lines.length < LINES_AT_ONCE) return;
    lines = await ledger.report("exported-bill-lines", { ...query, after: last });
  }
}

export const focusColumnNames = Object.keys(exportColumns) as readonly FocusColumn[];

/** Rows as CSV, header first. Every text is as it is: the file is for machines, and is read again exactly. */
export async function* focusCsv(rows: AsyncIterable<readonly FocusRow[]>): AsyncIterable<string> {
  yield exactCsvLine(focusColumnNames);
  for await (const some of rows) {
    if (some.length > 0) {
      yield some
        .map((row) => exactCsvLine(focusColumnNames.map((name) => row[name] ?? null)))
        .join("");
    }
  }
}
