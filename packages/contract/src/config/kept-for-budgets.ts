import { type BudgetConfig, durationMs } from "./budgets.ts";
import type { StoresConfig } from "./stores.ts";

const DAY_MS = 86_400_000;
/** At most, of each window of the calendar. */
const CALENDAR_DAYS = { hour: 1, day: 1, week: 7, month: 31 } as const;

type Places = Readonly<{ ledger: StoresConfig["ledger"] }>;

/**
 * Places where a ledger drops calls that a budget's window still counts. Where counters are new or were emptied, what was
 * spent is read from the ledger: what it dropped could be spent again.
 */
export function keptTooShortForBudgets({
  stores,
  move_to: moveTo,
  budgets,
}: Readonly<{
  stores: Places;
  move_to?: Places | undefined;
  budgets: readonly BudgetConfig[];
}>): readonly Readonly<{ path: readonly string[]; message: string }>[] {
  return Object.entries({ stores, move_to: moveTo }).flatMap(([place, places]) => {
    if (places === undefined || places.ledger.kind === "duckdb") return [];
    const { keep_days: keepDays } = places.ledger;
    if (keepDays === undefined) return [];
    const [longest] = budgets
      .flatMap((budget) => {
        const days = windowDays(budget.window);
        return days === undefined || days < keepDays ? [] : [{ name: budget.name, days }];
      })
      .toSorted((one, other) => other.days - one.days);
    if (longest === undefined) return [];
    return [
      {
        path: [place, "ledger", "keep_days"],
        message: `the window of budget "${longest.name}" is up to ${longest.days} days long, and calls of it would be dropped: keep ${longest.days + 1} days or more, or give the budget a shorter window`,
      },
    ];
  });
}

/** Whole days that a window can be long. A clock that is put back makes one an hour longer, so a ledger keeps a day more. */
function windowDays(window: BudgetConfig["window"]): number | undefined {
  if (window === undefined) return undefined;
  if (typeof window === "string") return CALENDAR_DAYS[window];
  return Math.ceil(durationMs("rolling" in window ? window.rolling : window.every) / DAY_MS);
}
