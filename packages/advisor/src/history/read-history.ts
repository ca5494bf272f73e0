import type { HeadgateConfig, HistoryDepth, HistoryRow, Usage } from "@headgate/contract";
import type { CallsByScope, LedgerStore } from "@headgate/ledger";
import {
  type History,
  type HistoryCall,
  isThroughGateway,
  type Stretch,
  tellsOfRequest,
} from "@headgate/levers";
import { divideRounded, type Picodollars, parseDollars, picodollars } from "@headgate/money";
import { attemptTerms, chargeAgain, type PriceBook } from "@headgate/pricing";
import { marketOf } from "./market.ts";
import { spokenTo } from "./spoken-to.ts";

/** Rows in memory at a time on their way. */
const BATCH = 5_000;
/** More rows are not held: with what levers make of them they take some hundred megabytes. */
const MOST_HISTORY_ROWS = 40_000;
/** Of a longer range so many stretches are read: enough to tell how much they differ, each long enough for repeats. */
const STRETCHES = 16;

export type HistorySource = Readonly<{
  ledger: LedgerStore;
  prices: PriceBook;
  config: Pick<HeadgateConfig, "providers" | "overlays" | "catalogue" | "policies">;
  fromMs: number;
  toMs: number;
  nowMs: number;
  mostRows?: number;
}>;

/** A range's calls, and what of the range is not among them. */
export type ReadHistory = Readonly<{
  history: History;
  /** True where all calls are simulated; real ones are never beside simulated ones. */
  simulated: boolean;
  simulatedLeftOut: number;
  /** Attempts whose place another one took. */
  others: readonly HistoryCall[];
  callsWithoutFacts: number;
  callsWithoutCost: number;
  /** Known effective cost of all attempts that were read, other ones included. */
  spend: Picodollars;
  /** The same of the whole range: of a sampled one an estimate, by the calls like each. */
  spendOfRange: Picodollars;
}>;

/** Reads a range of the ledger as levers look at it. */
export async function readHistory(source: HistorySource): Promise<ReadHistory> {
  const { rows, fromMs, toMs, sample } = await rowsOf(source);
  const real = rows.filter(({ simulated }) => !simulated);
  const simulated = real.length === 0 && rows.length > 0;
  const counted = simulated ? rows : real;
  const calls = counted.filter(({ final }) => final).map(callIn(source.config));
  const facts = calls.filter(({ row }) => tellsOfRequest(row)).length;
  const like =
    sample === undefined
      ? undefined
      : likeIn(
          calls.map(({ row }) => row),
          (await source.ledger.report("calls-by-scope", rangeText({ fromMs, toMs }))).filter(
            (kind) => kind.simulated === simulated,
          ),
        );
  const costs = counted.flatMap((row) => {
    const { effective_cost: cost } = row.charge;
    return cost === null ? [] : [{ row, cost: parseDollars(cost) }];
  });
  return {
    history: {
      fromMs,
      toMs,
      calls,
      depth: depthOf(calls.length, facts),
      price: pricesOf(source),
      market: marketOf(source, usedElsewhere(source, counted)),
      ...(sample && like && { sample: { ...sample, like: ({ row }) => like(row) } }),
    },
    simulated,
    simulatedLeftOut: rows.length - counted.length,
    others: counted.filter(({ final }) => !final).map(callIn(source.config)),
    callsWithoutFacts: calls.length - facts,
    callsWithoutCost: calls.filter(({ cost }) => cost === undefined).length,
    spend: picodollars(costs.reduce((sum, { cost }) => sum + cost, 0n)),
    spendOfRange: picodollars(
      costs.reduce((sum, { row, cost }) => {
        const { read, all } = like?.(row) ?? { read: 1, all: 1 };
        return sum + divideRounded(cost, BigInt(read), BigInt(all));
      }, 0n),
    ),
  };
}

const depthOf = (calls: number, withFacts: number): HistoryDepth =>
  calls === 0 ? "bills" : withFacts === 0 ? "rows" : "facts";

type Rows = Readonly<{
  rows: readonly HistoryRow[];
  fromMs: number;
  toMs: number;
  sample?: Omit<NonNullable<History["sample"]>, "like">;
}>;

type Kind = Readonly<{
  request_model?: string | undefined;
  feature: string | undefined;
  operation: string;
}>;
const kindOf = ({ request_model: model, feature, operation }: Kind): string =>
  JSON.stringify([model ?? null, feature ?? null, operation]);

/** Of rows like one: how many were read, and how many the range has. */
function likeIn(read: readonly HistoryRow[], all: CallsByScope) {
  const kinds = new Map<string, { read: number; all: number }>();
  for (const { requestModel, feature, operation, calls } of all) {
    const kind = {
      request_model: requestModel ?? undefined,
      feature: feature ?? undefined,
      operation,
    };
    kinds.set(kindOf(kind), { read: 0, all: calls });
  }
  const ofRow = (row: HistoryRow): string => kindOf({ ...row, feature: row.attribution.feature });
  for (const row of read) {
    const kind = kinds.get(ofRow(row));
    if (kind !== undefined) kind.read += 1;
  }
  return (row: HistoryRow): Readonly<{ read: number; all: number }> => {
    const kind = kinds.get(ofRow(row));
    // What was added since the count stands for itself.
    return kind === undefined || kind.read === 0 ? { read: 1, all: 1 } : kind;
  };
}

/** All rows of a range, or those of stretches that lie evenly in it where there are more than are held. */
async function rowsOf(source: HistorySource): Promise<Rows> {
  const { ledger, nowMs, mostRows = MOST_HISTORY_ROWS } = source;
  const { firstRowAtMs, lastRowAtMs } = await ledger.extent();
  const { fromMs: askedFromMs, toMs: askedToMs } = source;
  const nothing = { rows: [], fromMs: askedFromMs, toMs: askedToMs };
  if (firstRowAtMs === undefined || lastRowAtMs === undefined) return nothing;
  // Before the first call nothing was seen, and nothing is known yet of what is to come.
  const fromMs = Math.max(askedFromMs, firstRowAtMs);
  const toMs = Math.min(askedToMs, Math.max(lastRowAtMs + 1, nowMs));
  if (fromMs >= toMs) return nothing;
  const range = { fromMs, toMs };
  if ((await stretchesOf(ledger, range, mostRows)).length <= 1) {
    const { rows, stretch } = await readRows(ledger, range, mostRows);
    if (stretch.toMs === toMs) return { rows, ...range };
    const { totals } = await ledger.report("totals", rangeText(range));
    const of = Math.max(2, Math.ceil(totals.attempts / rows.length));
    return { rows, ...range, sample: { stretches: [stretch], of } };
  }
  const most = Math.max(1, Math.floor(mostRows / STRETCHES));
  const all = await stretchesOf(ledger, range, most);
  const stretches = evenly(all, STRETCHES);
  const rows: HistoryRow[] = [];
  const read: Stretch[] = [];
  for (const asked of stretches) {
    const one = await readRows(ledger, asked, most);
    rows.push(...one.rows);
    read.push(one.stretch);
  }
  return { rows, ...range, sample: { stretches: read, of: all.length } };
}

/** Into which stretches of at most so many rows a range can be divided. */
async function stretchesOf(
  ledger: LedgerStore,
  { fromMs, toMs }: Stretch,
  most: number,
): Promise<readonly Stretch[]> {
  const slices = await ledger.report("export-slices", { ...rangeText({ fromMs, toMs }), most });
  return slices.map((slice) => ({ fromMs: Date.parse(slice.from), toMs: Date.parse(slice.to) }));
}

const rangeText = ({ fromMs, toMs }: Stretch) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

/** So many of them, each from the middle of as many: all where there are no more. */
const evenly = (all: readonly Stretch[], most: number): readonly Stretch[] =>
  all.length <= most
    ? all
    : Array.from({ length: most }, (_, index) => {
        return all[Math.floor(((index + 0.5) * all.length) / most)] as Stretch;
      });

/** Slices do not divide a minute: of one that holds more than fits the first rows are read, and the stretch ends behind them. */
async function readRows(
  ledger: LedgerStore,
  { fromMs, toMs }: Stretch,
  most: number,
): Promise<Readonly<{ rows: HistoryRow[]; stretch: Stretch }>> {
  const rows: HistoryRow[] = [];
  for (;;) {
    const last = rows.at(-1);
    const after = last && { startedAtMs: last.started_at_ms, rowId: last.row_id };
    const room = most - rows.length;
    const limit = Math.max(1, Math.min(BATCH, room));
    const next = await ledger.history({ fromMs, toMs, ...(after && { after }), limit });
    if (next.length === 0) return { rows, stretch: { fromMs, toMs } };
    if (room === 0 && last !== undefined) {
      return { rows, stretch: { fromMs, toMs: last.started_at_ms + 1 } };
    }
    rows.push(...next);
  }
}

const callIn =
  ({ providers }: HistorySource["config"]) =>
  (row: HistoryRow): HistoryCall => {
    const { charge, provider, translation, wire_format, sent_model, request_model } = row;
    const own = Object.hasOwn(providers, provider) ? providers[provider] : undefined;
    const spoken = own === undefined && !isThroughGateway(row) ? spokenTo(provider) : undefined;
    const told = translation?.to ?? wire_format;
    return {
      row,
      cost: charge.effective_cost === null ? undefined : parseDollars(charge.effective_cost),
      kind: own?.kind ?? spoken?.kind,
      format: told ?? (row.operation === "chat" ? spoken?.format : undefined),
      model: sent_model ?? request_model,
    };
  };

/** The providers that logs and traces know calls of, and nobody has configured here. */
const usedElsewhere = (
  { config: { providers } }: HistorySource,
  rows: readonly HistoryRow[],
): ReadonlySet<string> =>
  new Set(
    rows.flatMap((row) =>
      isThroughGateway(row) || Object.hasOwn(providers, row.provider) ? [] : [row.provider],
    ),
  );

/** Another usage of a call at the prices that held when it was made, as the price book knows them now. */
function pricesOf({ prices, config }: HistorySource): History["price"] {
  const termsOf = attemptTerms(config);
  return ({ row }, usage: Usage, tier) => {
    const asked = { ...row, usage, ...(tier !== undefined && { service_tier: tier }) };
    return chargeAgain(prices, asked, termsOf(row))?.effectiveCost;
  };
}
