import { groupBy } from "../check/price-point.ts";
import { tableIn } from "../choose-table.ts";
import type { ModelPrices, RateTable, RateTableKey } from "../rate-table.ts";
import type { Candidate } from "./catalogue.ts";

/** Candidates that hide nothing, and the others with what they would hide. */
export type HidingCheck = Readonly<{
  open: readonly Candidate[];
  hiding: ReadonlyMap<Candidate, string>;
}>;

/** A rate as one text: its component and threshold. */
type RateName = string;

/**
 * Tells candidates apart that would take prices from calls by being there. A call is charged by one table, the
 * nearest: the first price of a place makes a table, and what the wider one had besides is lost to calls there. So
 * is all that an undated model's prices say of a dated snapshot once it has a price of its own.
 *
 * @param candidates of one model, all that would land on one day
 * @param prices what the model's calls are charged on that day
 */
export function withoutHiding(
  candidates: readonly Candidate[],
  prices: ModelPrices | undefined,
): HidingCheck {
  if (prices === undefined) return { open: candidates, hiding: new Map() };
  const open: Candidate[] = [];
  const hiding = new Map<Candidate, string>();
  const settle = (some: readonly Candidate[], lost: readonly RateName[], from: string): void => {
    if (lost.length === 0) open.push(...some);
    else for (const candidate of some) hiding.set(candidate, reasonOf(from, lost));
  };
  const byTable = groupBy(candidates, tableKeyOf);
  if (prices.snapshotOf !== undefined) {
    const lost = Object.entries(prices.tables).flatMap(([key, table]) =>
      lostOf(table === undefined ? [] : [table], byTable.get(key) ?? []),
    );
    settle(candidates, lost, prices.model);
    return { open, hiding };
  }
  for (const [key, own] of byTable) {
    const [first] = own;
    if (first === undefined) continue;
    const isThere = prices.tables[key as RateTableKey] !== undefined;
    settle(own, isThere ? [] : lostOf(tablesInstead(prices, first), own), "a wider place");
  }
  return { open, hiding };
}

const tableKeyOf = ({ tier, scope, place }: Candidate): string =>
  place === undefined ? `${tier}/${scope}` : `${tier}/${scope}:${place}`;

/** What calls are charged by while there is no table for their place: a wider one, or those of a documented other scope. */
function tablesInstead(
  prices: ModelPrices,
  { tier, scope, place }: Candidate,
): readonly RateTable[] {
  const wider = tableIn(prices, tier, scope, place);
  if (wider !== undefined) return [wider];
  // Which of the other scope's places it is, the region of each call decides.
  return prices.scopeFallbacks.flatMap(({ from, to }) =>
    from !== scope
      ? []
      : Object.entries(prices.tables).flatMap(([key, table]) =>
          table !== undefined && isIn(key, `${tier}/${to}`) ? [table] : [],
        ),
  );
}

const isIn = (key: string, scope: string): boolean => key === scope || key.startsWith(`${scope}:`);

/** The rates of the tables that the candidates do not bring. */
function lostOf(
  tables: readonly RateTable[],
  candidates: readonly Candidate[],
): readonly RateName[] {
  const brought = new Set(
    candidates.map(({ component, threshold }) =>
      nameOf(component, threshold === undefined ? 0 : threshold.above_input_tokens),
    ),
  );
  const had = tables.flatMap(({ rates }) =>
    Object.entries(rates).flatMap(([component, steps]) =>
      steps.map(({ aboveInputTokens }) => nameOf(component, aboveInputTokens)),
    ),
  );
  return [...new Set(had)].filter((name) => !brought.has(name));
}

const nameOf = (component: string, aboveInputTokens: number): RateName =>
  aboveInputTokens === 0 ? component : `${component} above ${aboveInputTokens} tokens`;

const reasonOf = (from: string, lost: readonly RateName[]): string =>
  `calls that are charged by the prices of ${from} would lose ${[...new Set(lost)].join(", ")}`;
