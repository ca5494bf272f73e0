import type { Dimension, Filter, HeadgateConfig, WeeklyReport } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { consoleUrlOf } from "../alarms/alarm-message.ts";
import { priceProvidersOf } from "../api/price-providers.ts";
import type { ControlDependencies } from "../dependencies.ts";
import { newestImports } from "../imports/newest-imports.ts";
import { anomalies } from "../insight/anomalies.ts";
import type { Range } from "../insight/compare-usage.ts";
import { drivers } from "../insight/drivers.ts";
import { forecast } from "../insight/forecast.ts";
import { kpis } from "../insight/kpis.ts";

type Ledger = Pick<LedgerStore, "report" | "imports" | "extent">;

export type WeeklyDependencies = Pick<ControlDependencies, "prices" | "config"> &
  Readonly<{
    ledger: Ledger;
    loader: Readonly<{ status(): Readonly<{ lines_quarantined: number }> }>;
    nowMs: () => number;
  }>;

export type WeeklyQuestion = Readonly<{
  name: string | null;
  filter: Filter;
  timeZone: string;
  period: Range;
  /** The week before: where clocks change, of another length. */
  before: Range;
  dueMs: number | null;
}>;

/** What names a driver; those by which no call of the week has a value are left out. */
const DRIVER_DIMENSIONS: readonly Dimension[] = ["model", "team", "project", "feature", "customer"];
const TOP_DRIVERS = 5;
/** A report that is made later than this behind its time was missed. */
const LATE_AFTER_MS = 15 * 60_000;

/** A week against the week before, as it stands in the ledger now. */
export async function loadWeekly(
  dependencies: WeeklyDependencies,
  { name, filter, timeZone, period, before, dueMs }: WeeklyQuestion,
): Promise<WeeklyReport> {
  const { ledger, config, loader, nowMs } = dependencies;
  const question = { ...filter, ...period };
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const totalsOf = async (range: Range) =>
    (await ledger.report("totals", { ...filter, ...range })).totals;
  const moved = [];
  for (const by of DRIVER_DIMENSIONS) {
    const found = await drivers(ledger, { ...question, by, limit: TOP_DRIVERS }, before);
    if (found.drivers.some(({ value }) => value !== null)) moved.push(found);
  }
  const nowAtMs = nowMs();
  const providers = priceProvidersOf(config());
  return {
    name,
    filter,
    time_zone: timeZone,
    period,
    before,
    made_at: new Date(nowAtMs).toISOString(),
    due_at: dueMs === null ? null : new Date(dueMs).toISOString(),
    is_late: dueMs !== null && nowAtMs - dueMs > LATE_AFTER_MS,
    totals: { period: await totalsOf(period), before: await totalsOf(before) },
    spend: isFiltered
      ? null
      : {
          period: await spendOf(ledger, config(), period),
          before: await spendOf(ledger, config(), before),
        },
    kpis: (await kpis(dependencies, question, before)).kpis,
    drivers: moved,
    anomalies: await anomalies(ledger, { ...question, grain: "day" }, nowAtMs, providers),
    forecast: await forecast(ledger, filter, nowAtMs, providers),
    unpriced: (await ledger.report("unpriced", question)).rows,
    skipped: {
      imports: await skippedImports(ledger, period),
      lines_quarantined: loader.status().lines_quarantined,
    },
    links: linksOf(config(), filter, period),
  };
}

async function spendOf(ledger: Ledger, config: HeadgateConfig, range: Range) {
  const providers = priceProvidersOf(config);
  const query = { ...range, by: "provider", cost: "effective", providers } as const;
  const { rows, ...spend } = await ledger.report("spend", query);
  // Where a bill counts, it says what calls without a price cost.
  const unpricedIn = (currency: string): number =>
    rows
      .filter((row) => row.basis === "calls" && row.currency === currency)
      .reduce((total, row) => total + row.unpriced_attempts, 0);
  const totals = spend.totals.map((total) => ({
    ...total,
    unpriced_attempts: unpricedIn(total.currency),
  }));
  return { ...spend, totals };
}

async function skippedImports(ledger: Ledger, { from, to }: Range) {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  const skipped: WeeklyReport["skipped"]["imports"] = [];
  for await (const { named, finishedAtMs, summary } of newestImports(ledger)) {
    if (finishedAtMs < fromMs) break;
    if (finishedAtMs >= toMs || summary.skips.length === 0) continue;
    skipped.push({
      named: [...named],
      finished_at: new Date(finishedAtMs).toISOString(),
      skips: summary.skips,
    });
  }
  return skipped;
}

function linksOf(config: HeadgateConfig, filter: Filter, period: Range): WeeklyReport["links"] {
  const url = consoleUrlOf(config);
  if (url === undefined) return [];
  const told = Object.entries(filter).filter(([, value]) => value !== undefined);
  const only = Object.fromEntries(told.map(([key, value]) => [key, String(value)]));
  const search = new URLSearchParams({ ...only, ...period }).toString();
  return [
    { title: "Explore the week", url: `${url}/explore?${search}` },
    { title: "Its calls", url: `${url}/calls?${search}` },
    // That page takes no range: its spans end with the day on which it is read, and all bills have this week too.
    { title: "All bills", url: `${url}/bills` },
  ];
}
