import { inputBuckets, type TokenBucket } from "@headgate/contract";
import type { LedgerStore, Reports } from "@headgate/ledger";
import { formatDollars, picodollars, ZERO } from "@headgate/money";
import type { SampledCall } from "@headgate/simulator";

const DAY_MS = 86_400_000;
const told = ["team", "feature", "customer", "model", "provider"] as const;
type Told = (typeof told)[number];

/** Calls of a day with the same values, added up. */
export type CompanyCell = Readonly<Record<Told, string>> & {
  readonly dayMs: number;
  calls: number;
  cost: bigint;
  readonly buckets: Map<TokenBucket, { tokens: number; cost: bigint }>;
};

/**
 * What the ledger's reports say of a sampled company, added up in memory: millions of calls take seconds. A test
 * holds it against the ledger itself.
 */
export class CompanyLedger implements Pick<LedgerStore, "report"> {
  readonly #cells = new Map<string, CompanyCell>();

  add(call: SampledCall): void {
    const dayMs = Math.floor(call.atMs / DAY_MS) * DAY_MS;
    const { team, feature, customer, model, provider } = call;
    const key = [dayMs, team, feature, customer, model, provider].join("\n");
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      cell = {
        dayMs,
        team,
        feature,
        customer,
        model,
        provider,
        calls: 0,
        cost: 0n,
        buckets: new Map(),
      };
      this.#cells.set(key, cell);
    }
    cell.calls += 1;
    cell.cost += call.picodollars;
    for (const { component, quantity, picodollars: cost } of call.lines) {
      const bucket = cell.buckets.get(component);
      if (bucket === undefined) cell.buckets.set(component, { tokens: quantity, cost });
      else {
        bucket.tokens += quantity;
        bucket.cost += cost;
      }
    }
  }

  /** Cells of days in `[fromMs, toMs)`. */
  cells(fromMs: number, toMs: number): readonly CompanyCell[] {
    return [...this.#cells.values()].filter(({ dayMs }) => dayMs >= fromMs && dayMs < toMs);
  }

  async report<Name extends keyof Reports>(
    name: Name,
    query: Reports[Name]["query"],
  ): Promise<Reports[Name]["result"]> {
    if (name === "spend-over-time") {
      return this.#spendOverTime(query as Reports["spend-over-time"]["query"]);
    }
    if (name === "spend-by") {
      return this.#spendBySource(query as Reports["spend-by"]["query"]);
    }
    if (name === "change-cells") {
      return this.#changeCells(query as Reports["change-cells"]["query"]);
    }
    if (name === "usage-by-model") {
      return this.#usageByModel(query as Reports["usage-by-model"]["query"]);
    }
    // A sampled company has no bills.
    if (name === "bill-by") return { rows: [], left_out: 0, lines_seen_elsewhere: 0 };
    throw new TypeError(`the sampled company answers no ${name}`);
  }

  #scoped(
    query: Readonly<{ from: string; to: string }> &
      Readonly<Partial<Record<Told, string | undefined>>>,
  ) {
    return this.cells(Date.parse(query.from), Date.parse(query.to)).filter((cell) =>
      told.every((name) => query[name] === undefined || query[name] === cell[name]),
    );
  }

  #spendOverTime(query: Reports["spend-over-time"]["query"]): Reports["spend-over-time"]["result"] {
    const cells = this.#scoped(query);
    const { by, limit } = query;
    const ranked = [...sums(cells, (cell) => valueOfCell(cell, by))]
      .sort(([, one], [, other]) => Number(other.cost - one.cost))
      .map(([value]) => value);
    const named = new Set(ranked.slice(0, limit));
    const points = sums(cells, (cell) => {
      const value = valueOfCell(cell, by);
      return JSON.stringify([cell.dayMs, named.has(value) ? value : null, !named.has(value)]);
    });
    const rows = [...points].map(([key, { calls, cost, tokens, promptTokens, cachedTokens }]) => {
      const [dayMs, group, isOther] = JSON.parse(key) as [number, string | null, boolean];
      return {
        start: new Date(dayMs).toISOString(),
        group,
        is_other: isOther,
        calls,
        unpriced_attempts: 0,
        input_tokens: promptTokens,
        cache_read_tokens: cachedTokens,
        output_tokens: tokens - promptTokens,
        effective_cost: formatDollars(picodollars(cost)),
      };
    });
    return { rows: rows.sort((one, other) => one.start.localeCompare(other.start)) };
  }

  /** All of a sampled company's calls are the gateway's. */
  #spendBySource(query: Reports["spend-by"]["query"]): Reports["spend-by"]["result"] {
    if (query.by !== "source") {
      throw new TypeError(`the sampled company answers no spend by ${query.by}`);
    }
    const rows = [...sums(this.#scoped(query), () => "gateway")];
    return {
      rows: rows.map(([group, { calls, cost, tokens, promptTokens, cachedTokens }]) => {
        const dollars = formatDollars(picodollars(cost));
        return {
          group,
          ...{ calls, attempts: calls, failed_attempts: 0, unknown_savings: 0 },
          ...{ unpriced_attempts: 0, unpriced_tokens: 0, unmetered_attempts: 0 },
          ...{ input_tokens: promptTokens, cache_read_tokens: cachedTokens },
          ...{ output_tokens: tokens - promptTokens, reasoning_tokens: 0 },
          ...{ avoided_input_tokens: 0, avoided_output_tokens: 0 },
          ...{ list_cost: dollars, effective_cost: dollars, billed_cost: dollars },
          ...{ baseline_cost: dollars, compared_baseline_cost: dollars },
          ...{ compared_effective_cost: dollars, simulated_cost: formatDollars(ZERO) },
          effective_cost_per_million_tokens: null,
        };
      }),
      left_out: 0,
    };
  }

  #changeCells(query: Reports["change-cells"]["query"]): Reports["change-cells"]["result"] {
    const sides = {
      before: this.#scoped({ ...query, ...query.before }),
      after: this.#scoped(query),
    };
    const keyOf = (cell: CompanyCell) =>
      JSON.stringify(query.by.map((by) => valueOfCell(cell, by)));
    const before = sums(sides.before, keyOf);
    const after = sums(sides.after, keyOf);
    const keys = [...new Set([...before.keys(), ...after.keys()])];
    const side = (of: Sum | undefined) => ({
      attempts: of === undefined ? 0 : of.calls,
      tokens: of === undefined ? 0 : of.tokens,
      cost: picodollars(of === undefined ? 0n : of.cost),
    });
    return {
      cells: keys.map((key) => {
        const values = JSON.parse(String(key)) as (string | null)[];
        return {
          values: Object.fromEntries(query.by.map((by, index) => [by, values[index] ?? null])),
          before: side(before.get(key)),
          after: side(after.get(key)),
        };
      }),
      leftOut: 0,
    };
  }

  #usageByModel(query: Reports["usage-by-model"]["query"]): Reports["usage-by-model"]["result"] {
    const periods = { before: { ...query, ...query.before }, after: query };
    const rows = (["after", "before"] as const).flatMap((period) => {
      const groups = new Map<string, CompanyCell[]>();
      for (const cell of this.#scoped(periods[period])) {
        const key = JSON.stringify([valueOfCell(cell, query.by), cell.model]);
        const known = groups.get(key);
        if (known === undefined) groups.set(key, [cell]);
        else known.push(cell);
      }
      return [...groups].map(([key, cells]) => {
        const [value, model] = JSON.parse(key) as [string | null, string];
        return { period, value, isOther: false, model, ...usageOf(cells) };
      });
    });
    return { rows, unpriced: { before: 0, after: 0 } };
  }
}

type Sum = {
  calls: number;
  cost: bigint;
  tokens: number;
  promptTokens: number;
  cachedTokens: number;
};
const ofPrompts: ReadonlySet<TokenBucket> = new Set(inputBuckets);

function sums<Key>(
  cells: readonly CompanyCell[],
  keyOf: (cell: CompanyCell) => Key,
): ReadonlyMap<Key, Sum> {
  const found = new Map<Key, Sum>();
  for (const cell of cells) {
    const key = keyOf(cell);
    const sum = found.get(key) ?? {
      calls: 0,
      cost: 0n,
      tokens: 0,
      promptTokens: 0,
      cachedTokens: 0,
    };
    found.set(key, sum);
    for (const [bucket, { tokens }] of cell.buckets) {
      sum.tokens += tokens;
      if (ofPrompts.has(bucket)) sum.promptTokens += tokens;
      if (bucket === "cache_read") sum.cachedTokens += tokens;
    }
    sum.calls += cell.calls;
    sum.cost += cell.cost;
  }
  return found;
}

/** Null for what the sampled company does not tell. */
const valueOfCell = (cell: CompanyCell, by: string | undefined): string | null => {
  const name = told.find((one) => one === by);
  return name === undefined ? null : cell[name];
};

function usageOf(cells: readonly CompanyCell[]) {
  const buckets = new Map<TokenBucket, { tokens: number; cost: bigint }>();
  let attempts = 0;
  let cost = 0n;
  for (const cell of cells) {
    attempts += cell.calls;
    cost += cell.cost;
    for (const [bucket, of] of cell.buckets) {
      const known = buckets.get(bucket) ?? { tokens: 0, cost: 0n };
      buckets.set(bucket, known);
      known.tokens += of.tokens;
      known.cost += of.cost;
    }
  }
  return {
    attempts,
    cost: picodollars(cost),
    buckets: [...buckets].map(([bucket, of]) => ({
      bucket,
      tokens: of.tokens,
      cost: picodollars(of.cost),
    })),
  };
}
