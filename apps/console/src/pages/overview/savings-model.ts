import { counted, type LeverName, leverNames, type SavingsReport } from "@headgate/contract";
import { formatDollars, type Picodollars, parseDollars, picodollars } from "@headgate/money";
import { dollarsShown, drawnLength, sumOfTexts } from "../../format/money-text.ts";
import { simulatedSavingText } from "../../format/spend.ts";

/** One step from what calls would have cost to what they did cost. */
export type SavingStep = Readonly<{
  key: string;
  name: string;
  /** Opens the calls that it acted on; undefined for the ends, and for levers of another version. */
  lever: LeverName | undefined;
  kind: "end" | "saved" | "lost";
  amount: string;
  note: string;
  /** Where its bar begins, and how long it is, as shares of the longest. */
  from: number;
  length: number;
}>;

const order: readonly string[] = leverNames;

/**
 * From what calls would have cost without levers, lever by lever in their order, to their effective cost. Nothing
 * where no lever acted.
 * @param spent what all calls of the range cost, also those that no lever touched
 */
export function savingSteps(
  rows: SavingsReport["rows"],
  spent: Readonly<{ effective_cost: string; unpriced_attempts: number }>,
): readonly SavingStep[] {
  if (rows.length === 0) return [];
  const levers = [...new Set(rows.map(({ lever }) => lever))].sort(
    (a, b) => order.indexOf(a) - order.indexOf(b),
  );
  const totals = levers.map((lever) => {
    const own = rows.filter((row) => row.lever === lever);
    return {
      lever,
      saved: sumOfTexts(own.map(({ saved }) => saved)),
      simulated: sumOfTexts(own.map(({ simulated }) => simulated)),
      unknown: own.reduce((total, row) => total + row.unknown, 0),
      attempts: own.reduce((total, row) => total + row.attempts, 0),
    };
  });
  const end = parseDollars(spent.effective_cost);
  const baseline = picodollars(totals.reduce((total, { saved }) => total + saved, end as bigint));
  const longest = longestOf(baseline, totals);
  const unknown = totals.reduce((total, row) => total + row.unknown, 0);
  let before = baseline;
  return [
    {
      ...endOf("Without levers", baseline, longest, unknown + spent.unpriced_attempts),
      note:
        unknown > 0
          ? "at least: what some of them saved is not known"
          : unpricedNote(spent.unpriced_attempts),
    },
    ...totals.map(({ lever, saved, simulated, unknown: notKnown, attempts }): SavingStep => {
      const after = picodollars(before - saved);
      const [low, high] = before < after ? [before, after] : [after, before];
      before = after;
      return {
        key: lever,
        name: lever,
        lever: leverNames.find((known) => known === lever),
        kind: saved < 0n ? "lost" : "saved",
        amount: notKnown === attempts ? "unknown" : signed(saved),
        note: [
          notKnown === 0 ? undefined : `of ${counted(notKnown, "attempt")} not known`,
          simulatedSavingText(simulated, saved),
        ]
          .filter((text) => text !== undefined)
          .join("; "),
        from: shareOf(low, longest),
        length: shareOf(picodollars(high - low), longest),
      };
    }),
    {
      ...endOf("Effective cost", end, longest, spent.unpriced_attempts),
      note: unpricedNote(spent.unpriced_attempts),
    },
  ];
}

const unpricedNote = (unpriced: number): string =>
  unpriced === 0 ? "" : `without ${counted(unpriced, "unpriced attempt")}`;

/** @param notKnown attempts that the amount leaves out */
const endOf = (
  name: string,
  amount: Picodollars,
  longest: Picodollars,
  notKnown: number,
): SavingStep => ({
  key: name,
  name,
  lever: undefined,
  kind: "end",
  amount:
    notKnown > 0 && amount === 0n
      ? "unknown"
      : `${notKnown > 0 ? "≥ " : ""}${dollarsShown(formatDollars(amount))}`,
  note: "",
  from: 0,
  length: shareOf(amount, longest),
});

/** What was saved comes off. */
const signed = (saved: Picodollars): string =>
  saved < 0n
    ? `+${dollarsShown(formatDollars(picodollars(-saved)))}`
    : `−${dollarsShown(formatDollars(saved))}`;

/** The highest that the steps come to: losses can go above where they began. */
function longestOf(
  baseline: Picodollars,
  totals: readonly Readonly<{ saved: Picodollars }>[],
): Picodollars {
  let at: bigint = baseline;
  let longest = at;
  for (const { saved } of totals) {
    at -= saved;
    if (at > longest) longest = at;
  }
  return picodollars(longest);
}

const shareOf = (amount: Picodollars, longest: Picodollars): number =>
  longest === 0n ? 0 : drawnLength(amount) / drawnLength(longest);
