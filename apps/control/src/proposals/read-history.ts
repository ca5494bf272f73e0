import type { HeadgateConfig, HistoryDepth, HistoryRow, Usage } from "@headgate/contract";
import type { AttemptsQuery, LedgerStore } from "@headgate/ledger";
import type { History, HistoryCall } from "@headgate/levers";
import { type Picodollars, parseDollars, picodollars } from "@headgate/money";
import { chargeAgain, type PriceBook } from "@headgate/pricing";
import { priceTerms } from "../rerate/price-terms.ts";

/** A range is read in days; where one holds too many rows, in hours, then in minutes. */
const pieceSizesMs = [86_400_000, 3_600_000, 60_000] as const;
/** Rows in memory at a time on their way. */
const BATCH = 5_000;
/** More rows are not held: with what levers make of them they take some hundred megabytes. */
const MOST_HISTORY_ROWS = 50_000;

export type HistorySource = Readonly<{
  ledger: LedgerStore;
  prices: PriceBook;
  config: Pick<HeadgateConfig, "providers" | "overlays">;
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
  otherAttempts: number;
  callsWithoutFacts: number;
  callsWithoutCost: number;
  /** True where the range held more rows than are read. */
  cut: boolean;
  /** Known effective cost of all attempts, other ones included. */
  spend: Picodollars;
}>;

/** Reads a range of the ledger as levers look at it. */
export async function readHistory(source: HistorySource): Promise<ReadHistory> {
  const { rows, fromMs, toMs, cut } = await newestRows(source);
  const real = rows.filter(({ simulated }) => !simulated);
  const simulated = real.length === 0 && rows.length > 0;
  const counted = simulated ? rows : real;
  const calls = counted.filter(({ final }) => final).map(callIn(source.config));
  const facts = calls.filter(({ row }) => row.request_facts !== undefined).length;
  return {
    history: {
      fromMs,
      toMs,
      calls,
      depth: depthOf(calls.length, facts),
      price: pricesOf(source),
    },
    simulated,
    simulatedLeftOut: rows.length - counted.length,
    otherAttempts: counted.length - calls.length,
    callsWithoutFacts: calls.length - facts,
    callsWithoutCost: calls.filter(({ cost }) => cost === undefined).length,
    cut,
    spend: picodollars(
      counted.reduce((sum, { charge: { effective_cost: cost } }) => {
        return cost === null ? sum : sum + parseDollars(cost);
      }, 0n),
    ),
  };
}

const depthOf = (calls: number, withFacts: number): HistoryDepth =>
  calls === 0 ? "bills" : withFacts === 0 ? "rows" : "facts";

type Newest = Readonly<{
  rows: readonly HistoryRow[];
  fromMs: number;
  toMs: number;
  cut: boolean;
}>;

/** Piece by piece from the end of the range, so that where there are too many rows the oldest are left out. */
async function newestRows(source: HistorySource): Promise<Newest> {
  const { ledger, nowMs, mostRows = MOST_HISTORY_ROWS } = source;
  const { firstRowAtMs, lastRowAtMs } = await ledger.extent();
  const { fromMs: askedFromMs, toMs: askedToMs } = source;
  const nothing = { rows: [], fromMs: askedFromMs, toMs: askedToMs, cut: false };
  if (firstRowAtMs === undefined || lastRowAtMs === undefined) return nothing;
  // Before the first call nothing was seen, and nothing is known yet of what is to come.
  const fromMs = Math.max(askedFromMs, firstRowAtMs);
  const toMs = Math.min(askedToMs, Math.max(lastRowAtMs + 1, nowMs));
  if (fromMs >= toMs) return nothing;
  const pieces: (readonly HistoryRow[])[] = [];
  let [read, endMs, size] = [0, toMs, 0];
  while (endMs > fromMs) {
    const pieceMs = pieceSizesMs[size];
    if (pieceMs === undefined) break;
    const beginMs = Math.max(fromMs, endMs - pieceMs);
    const piece = await rowsOf(ledger, { fromMs: beginMs, toMs: endMs }, mostRows - read);
    if (piece === undefined) {
      size += 1;
      continue;
    }
    pieces.push(piece);
    read += piece.length;
    endMs = beginMs;
  }
  return { rows: pieces.reverse().flat(), fromMs: endMs, toMs, cut: endMs > fromMs };
}

/** @returns undefined where there are more than `most` */
async function rowsOf(
  ledger: LedgerStore,
  { fromMs, toMs }: Pick<AttemptsQuery, "fromMs" | "toMs">,
  most: number,
): Promise<HistoryRow[] | undefined> {
  const rows: HistoryRow[] = [];
  for (;;) {
    const last = rows.at(-1);
    const after = last && { startedAtMs: last.started_at_ms, rowId: last.row_id };
    const next = await ledger.history({ fromMs, toMs, ...(after && { after }), limit: BATCH });
    if (next.length === 0) return rows;
    rows.push(...next);
    if (rows.length > most) return undefined;
  }
}

const callIn =
  ({ providers }: HistorySource["config"]) =>
  (row: HistoryRow): HistoryCall => {
    const { charge, provider, translation, wire_format, sent_model, request_model } = row;
    return {
      row,
      cost: charge.effective_cost === null ? undefined : parseDollars(charge.effective_cost),
      kind: Object.hasOwn(providers, provider) ? providers[provider]?.kind : undefined,
      format: translation?.to ?? wire_format,
      model: sent_model ?? request_model,
    };
  };

/** Another usage of a call at the prices that held when it was made, as the price book knows them now. */
function pricesOf({ prices, config }: HistorySource): History["price"] {
  const termsOf = priceTerms(config);
  return ({ row }, usage: Usage, tier) => {
    const asked = { ...row, usage, ...(tier !== undefined && { service_tier: tier }) };
    return chargeAgain(prices, asked, termsOf(row.provider))?.effectiveCost;
  };
}
