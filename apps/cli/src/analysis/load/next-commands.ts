import type { AnalyzeResult } from "@headgate/contract";
import { isUnreadable } from "@headgate/sources";

/** What is longer is not repeated in every command. */
const LONGEST_PATHS = 60;

type Told = Omit<AnalyzeResult, "next">;
type Next = AnalyzeResult["next"];

/** What to do about what was found, most useful first. */
export function nextCommands(told: Told, paths: readonly string[]): Next {
  const { read, spend, kept } = told;
  const words = paths.map(shellWord).join(" ");
  const files = words.length > LONGEST_PATHS ? "PATH…" : words;
  const isRead = told.period !== null;
  const hasBill = spend.totals.some(({ by_basis }) =>
    by_basis.some(({ basis }) => basis === "bill"),
  );
  const hasCalls = told.models.rows.length > 0;
  const hasUnreadable = read.skips.some(({ reason }) => isUnreadable(reason));
  const isUnallocated = told.drivers.some(
    ({ dimension, rows }) =>
      dimension === "team" && rows.some(({ kind }) => kind === "unallocated"),
  );
  const all: readonly (readonly [boolean, string, string])[] = [
    [
      !isRead && read.sources.length === 0 && read.skips.length > 0,
      `headgate analyze ${files} --source NAME`,
      "Say what the files are, where Headgate does not know it (docs/reference/sources.md lists what it reads).",
    ],
    [
      !isRead && read.sources.length === 0 && read.skips.length === 0,
      "headgate analyze PATH",
      "Name the file or folder where a bill, a log or an export lies.",
    ],
    [
      hasUnreadable,
      `headgate import ${files} --dry-run --json`,
      "See every kind of row that could not be read, with its place.",
    ],
    [
      spend.unpriced.length > 0,
      "headgate prices diff --missing",
      "Find out what other catalogues say of models without a price; docs/how-to/prices.md tells how to add one.",
    ],
    [
      isRead && !hasBill,
      `headgate analyze ${files} BILL`,
      "Add the provider's bill: it covers what no log saw, and shows how far the calls explain it.",
    ],
    [
      isRead && !hasCalls,
      `headgate analyze ${files} LOGS`,
      "Add logs of single calls: they tell the cost of a call, the cache and the errors.",
    ],
    [
      isUnallocated,
      `headgate analyze ${files} --config headgate.yaml`,
      "Say whose spend it is by the rules of headgate.yaml (docs/how-to/import.md).",
    ],
    [
      isRead && !kept,
      `headgate import ${files}`,
      "Keep it: the ledger then counts each call once, whatever comes in later.",
    ],
    [isRead, "headgate start", "Look at it in the console, and see new calls as they come."],
  ];
  return all.filter(([holds]) => holds).map(([, command, why]) => ({ command, why }));
}

/** A path as a shell takes it. */
const shellWord = (path: string): string =>
  /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
