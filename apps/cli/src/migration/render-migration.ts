import { counted, type liftedHoldSchema, type MigrationResult } from "@headgate/contract";
import type { z } from "zod";
import { renderTable } from "../command-line/render-table.ts";
import { showCount } from "../command-line/show-time.ts";
import { colors } from "../command-line/terminal.ts";

/** Differing days that are shown; `--json` has all. */
const MOST_DAYS = 20;

/** A line a table, the totals of calls on both sides, every difference, and what to do next. */
export function renderMigration(
  result: MigrationResult,
  { dryRun, rest, width }: Readonly<{ dryRun: boolean; rest: boolean; width: number }>,
): string {
  const { ledger, state, batch, files } = result;
  const rows = [
    ...tablesOf(
      "ledger",
      ledger?.tables.map((table) => ({ ...table, equal: table.days.every(({ equal }) => equal) })),
    ),
    ...tablesOf("state", state?.tables),
    ...tablesOf("batch", batch?.tables),
    ...(files === null
      ? []
      : [
          [
            "files",
            "of clients' batches",
            showCount(files.files),
            showCount(files.copied),
            "0",
            mark(files.equal),
          ],
        ]),
  ];
  return [
    renderTable(
      [
        { title: "STORE" },
        { title: "TABLE" },
        { title: "ROWS", align: "right" },
        { title: dryRun ? "MISSING" : "COPIED", align: "right" },
        { title: dryRun ? "TOO MANY" : "REMOVED", align: "right" },
        { title: rest ? "ALL THERE" : "EQUAL" },
      ],
      rows,
      width,
    ),
    "",
    ...differences(result),
    ...aheadOf(result),
    ...countersOf(result, rest),
    ...next(result, { dryRun, rest }),
  ].join("\n");
}

type Table = Readonly<{
  table: string;
  rows: number;
  copied: number;
  removed: number;
  equal: boolean;
}>;

const mark = (equal: boolean): string => (equal ? colors.green("yes") : colors.red("no"));

const tablesOf = (store: string, tables: readonly Table[] = []): readonly (readonly string[])[] =>
  tables.map(({ table, rows, copied, removed, equal }) => [
    ...[store, table, showCount(rows), showCount(copied), showCount(removed)],
    mark(equal),
  ]);

function differences({ ledger }: MigrationResult): readonly string[] {
  const differing = (ledger?.tables ?? []).flatMap(({ table, days }) =>
    days.filter(({ equal }) => !equal).map((day) => ({ table, ...day })),
  );
  if (differing.length === 0) return [];
  const shown = differing
    .slice(0, MOST_DAYS)
    .map(({ table, day, rows, rows_equal, rows_extra, amounts }) => {
      const sums = Object.entries(amounts)
        .filter(([, { source, target }]) => source !== target)
        .map(
          ([name, { source, target }]) =>
            `${name} ${source ?? "unknown"} here, ${target ?? "unknown"} there`,
        );
      return `  ${table} ${day ?? ""}: ${[`${showCount(rows_equal)} of ${counted(rows, "row")} are equal`, `${showCount(rows_extra)} too many there`, ...sums].join("; ")}`;
    });
  const rest = differing.length - shown.length;
  return [
    `${counted(differing.length, "day")} with differences:`,
    ...shown,
    ...(rest > 0 ? [`  and ${showCount(rest)} more: --json has all`] : []),
    "",
  ];
}

function aheadOf({ ledger, state, batch }: MigrationResult): readonly string[] {
  const table = state?.ahead ?? batch?.ahead ?? null;
  if (ledger !== null && ledger.ahead > 0) {
    return [
      `Where \`move_to\` points the ledger has ${counted(ledger.ahead, "row")} (calls, outcomes, measurements, sums of usage, imports or re-ratings) that \`stores\` does not have: it was written to since. Nothing was copied.`,
      "Exchange the two to bring them back, or move to an empty place.",
    ];
  }
  if (table === null) return [];
  return [
    `Where \`move_to\` points, ${table} has rows behind those of \`stores\`: it was written to since. It was left as it is.`,
    "Exchange the two to bring them back, or move to an empty place.",
  ];
}

/** What is not copied, and where it comes from. */
function countersOf({ counters }: MigrationResult, rest: boolean): readonly string[] {
  if (counters === null || rest) return [];
  const { budgets } = counters;
  return [
    `Counters are not copied. ${budgets === 0 ? "No budget is configured" : `${counted(budgets, "budget reads", "budgets read")} what was spent from the ledger, within 15 seconds of the restart, and hard ones are closed until then`}; limits of requests and kept answers begin anew.`,
    "",
  ];
}

function next(
  { equal, held, ledger, state, batch }: MigrationResult,
  { dryRun, rest }: Readonly<{ dryRun: boolean; rest: boolean }>,
): readonly string[] {
  if ((ledger?.ahead ?? 0) > 0 || (state?.ahead ?? batch?.ahead ?? null) !== null) return [];
  if (rest) {
    return equal
      ? [
          "All that the old ledger holds is in the one that runs. Bills and re-ratings are not compared: import again what came in between.",
        ]
      : ["Some of what the old ledger holds is not in the one that runs."];
  }
  if (dryRun)
    return equal ? ["Both sides are equal."] : ["Nothing was copied: `headgate migrate` does it."];
  if (!equal)
    return [
      "The sides differ. Run `headgate migrate` again; if the same days differ then, do not move.",
    ];
  const move = [
    "In headgate.yaml put what `move_to` says under `stores`, and what `stores` said under `move_to`.",
    "Restart Headgate. The old stores stay as they are.",
    "`headgate migrate --rest` adds the calls that came in between.",
  ];
  if (held) {
    return [
      "Both sides are equal, to the picodollar. Keys, alarms, imports and work that waits are held from now on: changes and new requests get 503 and come again. Move now:",
      ...numbered(move),
      "Not after all? `headgate migrate --lift`.",
    ];
  }
  const isStateMoved = state !== null;
  return [
    "Both sides are equal, to the picodollar. To move:",
    ...numbered(
      isStateMoved
        ? [
            "`headgate migrate --last` copies what came since, and holds keys, alarms, imports and work that waits until the restart.",
            ...move,
          ]
        : move,
    ),
  ];
}

const numbered = (steps: readonly string[]): readonly string[] =>
  steps.map((step, index) => `  ${index + 1}. ${step}`);

/** What became of a hold. */
export const renderLiftedHold = ({ lifted }: z.infer<typeof liftedHoldSchema>): string =>
  lifted
    ? "Keys, alarms, imports and work that waits are taken in again. Copy once more before you move: `headgate migrate --last`."
    : "Nothing was held.";
