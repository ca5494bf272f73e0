import type { EstimateRequest, EstimateResponse, EstimateRow, PriceTier } from "@headgate/contract";
import { divideRounded, formatDollars, parseDollars } from "@headgate/money";
import { costShown, dollarsShown } from "../../format/money-text.ts";
import type { EstimateSearch } from "../../search/prices-search.ts";

/** The names in the address, with commas between them. */
export const modelsOf = ({ models = "" }: EstimateSearch): readonly string[] => [
  ...new Set(
    models
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean),
  ),
];

/** What to ask, or what is still wrong or missing. */
export type EstimateReading =
  | Readonly<{ kind: "ready"; request: EstimateRequest }>
  | Readonly<{ kind: "wanting"; what: string }>;

/** Usage is disjoint, and people count a prompt whole: what is read from the cache is taken out of it. */
export function readEstimate(search: EstimateSearch): EstimateReading {
  const models = modelsOf(search);
  const { input, cached, output, calls = 1, tier = "standard", scope, region } = search;
  if (models.length === 0) return { kind: "wanting", what: "Name one or more models." };
  if (input === undefined && output === undefined) {
    return { kind: "wanting", what: "Say how many tokens a call has, in or out." };
  }
  if (cached !== undefined && (input === undefined || cached > input)) {
    return { kind: "wanting", what: "The cached tokens are a part of the tokens in." };
  }
  return {
    kind: "ready",
    request: {
      models: [...models],
      usage: {
        ...(input === undefined ? {} : { input: cached === undefined ? input : input - cached }),
        ...(cached === undefined ? {} : { cache_read: cached }),
        ...(output === undefined ? {} : { output }),
      },
      calls,
      tier: tier satisfies PriceTier,
      ...(scope === undefined ? {} : { scope }),
      ...(region === undefined ? {} : { region }),
    },
  };
}

export type EstimateLine = Readonly<{
  key: string;
  model: string;
  /** Undefined where the price book has no model of that name. */
  provider: string | undefined;
  /** By the overlays of the configuration that runs. */
  total: string;
  perCall: string;
  list: string;
  /** The overlays that act, with commas between them; undefined where none does. */
  overlays: string | undefined;
  confidence: EstimateRow["confidence"];
  reason: string | undefined;
  /** From 0 to 1, of the dearest. */
  share: number | undefined;
}>;

/** Models side by side, the cheapest first; what is not known stands last. */
export function estimateLines({ rows }: EstimateResponse): readonly EstimateLine[] {
  const costs = rows.flatMap(({ effective_cost }) =>
    effective_cost === null ? [] : [parseDollars(effective_cost) as bigint],
  );
  const dearest = costs.reduce((most, cost) => (cost > most ? cost : most), 0n);
  return rows.toSorted(cheapestFirst).map((row, index) => ({
    key: `${index} ${row.asked} ${row.provider}`,
    model: row.model ?? row.asked,
    provider: row.provider ?? undefined,
    total: costShown(row.effective_cost),
    perCall:
      row.effective_cost === null
        ? "unpriced"
        : dollarsShown(perCallOf(row.effective_cost, row.calls - row.unpriced_calls)),
    list: costShown(row.list_cost),
    overlays: row.overlays.length === 0 ? undefined : row.overlays.join(", "),
    confidence: row.confidence,
    reason: row.reason ?? undefined,
    share:
      row.effective_cost === null || dearest === 0n
        ? undefined
        : Number((parseDollars(row.effective_cost) * 1_000n) / dearest) / 1_000,
  }));
}

const perCallOf = (cost: string, calls: number): string =>
  formatDollars(divideRounded(parseDollars(cost), BigInt(calls), 1n));

const cheapestFirst = (left: EstimateRow, right: EstimateRow): number => {
  if (left.effective_cost === null || right.effective_cost === null) {
    return Number(left.effective_cost === null) - Number(right.effective_cost === null);
  }
  const [one, other] = [parseDollars(left.effective_cost), parseDollars(right.effective_cost)];
  return one < other ? -1 : one > other ? 1 : 0;
};
