import {
  type BillLine,
  configSchema,
  type Gauge,
  type HeadgateConfig,
  type LedgerRow,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { builtInInfrastructure, infrastructureBook } from "@headgate/planner";
import { loadPriceBook } from "@headgate/pricing";
import { type AdviceSource, advise } from "../advise.ts";
import { ledgerRow, openLedger } from "../open-ledger.fixture.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const NOW_MS = Date.parse("2026-11-23T00:00:00Z");
export const DAYS = 28;

/** Constructed: a call each hour of four weeks, a dollar each, all of one model. */
export const hourlyCalls = (
  change: (hour: number) => Partial<LedgerRow> = () => ({}),
): LedgerRow[] =>
  Array.from({ length: DAYS * 24 }, (_, hour) => {
    const cost = "1.000000000000";
    return ledgerRow({
      call_id: `hour-${hour}`,
      started_at_ms: NOW_MS - (hour + 1) * HOUR_MS,
      usage: { input: 1_000, output: 100 },
      charge: {
        confidence: "exact",
        ...{ list_cost: cost, contracted_cost: cost, effective_cost: cost, billed_cost: cost },
        lines: [],
      },
      baseline_cost: cost,
      ...change(hour),
    });
  });

/** A constructed line of a bill of AWS for one day. */
export const billLine = (
  id: string,
  daysAgo: number,
  change: Partial<BillLine> & Readonly<{ cost: string }>,
): BillLine => {
  const { cost, ...more } = change;
  const startMs = NOW_MS - daysAgo * DAY_MS;
  return {
    line_id: `${id}-${daysAgo}`,
    source: "aws_cur",
    statement: "aws_cur:111122223333:2026-11-01",
    billing_account_id: "111122223333",
    billing_period_start_ms: Date.parse("2026-10-01"),
    billing_period_end_ms: Date.parse("2026-12-01"),
    charge_period_start_ms: startMs,
    charge_period_end_ms: startMs + DAY_MS,
    charge_category: "usage",
    provider_name: "AWS",
    billing_currency: "USD",
    billed_cost: cost,
    effective_cost: cost,
    tags: {},
    category: "inference",
    provider: "bedrock",
    attribution: {},
    ...more,
  };
};

/** Adds bill lines and measurements as an import does. */
export async function importInto(
  ledger: LedgerStore,
  found: Readonly<{ billLines?: readonly BillLine[]; gauges?: readonly Gauge[] }>,
): Promise<void> {
  const number = await ledger.beginImport({ startedAtMs: NOW_MS, named: ["constructed"] });
  await ledger.addToImport({ import: number, sequence: 0, ...found });
  await ledger.finishImport({
    import: number,
    finishedAtMs: NOW_MS,
    read: [],
    skips: [],
    warnings: [],
  });
}

const prices = loadPriceBook();
const infrastructure = infrastructureBook([...builtInInfrastructure()]);

type Dismissed = Readonly<{ dismissed?: ReadonlySet<string> }>;

/** What is advised for four weeks of a ledger, with `plans` as the configuration has them. */
export const adviseFor = (
  ledger: LedgerStore,
  config: Readonly<Record<string, unknown>> = {},
  { dismissed = new Set(), ...more }: Partial<AdviceSource> & Dismissed = {},
) =>
  advise(
    {
      ledger,
      prices,
      infrastructure,
      config: configSchema.parse(config) as HeadgateConfig,
      keys: [],
      fromMs: NOW_MS - DAYS * DAY_MS,
      toMs: NOW_MS,
      nowMs: NOW_MS,
      ...more,
    },
    { dismissed },
  );

/** A ledger of four weeks of hourly calls. */
export async function ledgerOf(rows: readonly LedgerRow[]): Promise<LedgerStore> {
  const ledger = await openLedger();
  await ledger.append({ rows: [...rows], cursors: [] });
  return ledger;
}
