import type { Billing, ChargeBasis, HeadgateConfig } from "@headgate/contract";
import type { BilledDay, LedgerStore } from "@headgate/ledger";
import { type CreditableCharge, createBillingStatement, type PriceBook } from "@headgate/pricing";

const DAY_MS = 86_400_000;
/** Days that one question to the ledger is about: its answer has a row a day, provider, model and price. */
const DAYS_AT_A_TIME = 31;

type BillPeriod = Readonly<{
  ledger: LedgerStore;
  book: PriceBook;
  config: HeadgateConfig;
  query: Readonly<{ from: string; to: string; charges?: ChargeBasis | undefined }>;
}>;

/**
 * What the days of a range are billed as: every UTC day that the range touches, whole, since bills and
 * credits go by days. Reads the ledger from the first day of any credit on, a month at a time.
 */
export async function billPeriod({ ledger, book, config, query }: BillPeriod): Promise<Billing> {
  const statement = createBillingStatement(
    { overlays: config.overlays, currency: config.billing_currency },
    {
      fromMs: Math.floor(Date.parse(query.from) / DAY_MS) * DAY_MS,
      toMs: Math.ceil(Date.parse(query.to) / DAY_MS) * DAY_MS,
    },
  );
  const { firstRowAtMs, lastRowAtMs } = await ledger.extent();
  if (firstRowAtMs === undefined || lastRowAtMs === undefined) return statement.result();
  const firstDayMs = Math.floor(firstRowAtMs / DAY_MS) * DAY_MS;
  // Whole days, which the ledger of a running control remembers.
  const endMs = Math.ceil(Math.min(Date.parse(query.to), lastRowAtMs + 1) / DAY_MS) * DAY_MS;
  let fromMs = Math.max(statement.neededFromMs, firstDayMs);
  while (fromMs < endMs) {
    const toMs = Math.min(fromMs + DAYS_AT_A_TIME * DAY_MS, endMs);
    const rows = await ledger.report("billed-by-day", {
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      charges: query.charges,
    });
    for (const day of byDay(rows)) {
      statement.add({
        dayStartMs: day[0].dayStartMs,
        charges: day.flatMap((row) => chargeOf(book, row)),
        simulatedCosts: day.map(({ simulatedCost }) => simulatedCost),
        unpricedAttempts: day.reduce((all, row) => all + row.unpricedAttempts, 0),
      });
    }
    fromMs = toMs;
  }
  return statement.result();
}

function* byDay(rows: readonly BilledDay[]): Generator<readonly [BilledDay, ...BilledDay[]]> {
  let day: [BilledDay, ...BilledDay[]] | undefined;
  for (const row of rows) {
    if (day !== undefined && day[0].dayStartMs === row.dayStartMs) {
      day.push(row);
      continue;
    }
    if (day !== undefined) yield day;
    day = [row];
  }
  if (day !== undefined) yield day;
}

/** As the price book names it; a price that the book no longer has leaves the names of the call itself. */
function chargeOf(book: PriceBook, row: BilledDay): readonly CreditableCharge[] {
  if (row.billedCost === undefined) return [];
  const record = row.priceRecord === undefined ? undefined : book.record(row.priceRecord);
  const { dayStartMs: atMs, provider, model, billedCost } = row;
  const id = JSON.stringify([provider, model, row.priceRecord]);
  return [
    {
      id,
      atMs,
      providerName: provider,
      provider: record === undefined ? provider : record.provider,
      model: record === undefined ? String(model) : record.model,
      ...(record !== undefined && { tier: record.tier }),
      billedCost,
    },
  ];
}
