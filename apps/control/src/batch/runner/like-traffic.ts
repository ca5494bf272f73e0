import { type Attribution, type Usage, usageComponents } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";

/** Whose traffic, at what. */
export type TrafficOf = Readonly<{
  provider: string;
  /** As the provider is asked for it; the dated name that it answers with is the same model. */
  model: string;
  keyId?: string;
  feature?: Attribution["feature"];
}>;

export type SeenTraffic = Readonly<{ attempts: number; usage: Usage }>;

/** More values of `service_tier` than any provider has. */
const MOST_TIERS = 50;

/** What real time used of a model in a range, as the providers billed it: no batches. */
export async function likeTraffic(
  ledger: Pick<LedgerStore, "report">,
  { provider, model, keyId, feature }: TrafficOf,
  { fromMs, toMs }: Readonly<{ fromMs: number; toMs: number }>,
): Promise<SeenTraffic> {
  const iso = (ms: number): string => new Date(ms).toISOString();
  const { rows } = await ledger.report("usage-by-model", {
    ...{ from: iso(fromMs), to: iso(toMs), provider },
    // Two ranges are compared there; of the earlier one nothing is asked.
    before: { from: iso(fromMs - 1), to: iso(fromMs) },
    ...{ by: "service_tier", limit: MOST_TIERS },
    ...(keyId !== undefined && { key_id: keyId }),
    ...(feature !== undefined && { feature }),
  });
  const usage: Record<string, number> = {};
  let attempts = 0;
  for (const row of rows) {
    if (row.period !== "after" || row.value === "batch" || !isOf(row.model, model)) continue;
    attempts += row.attempts;
    for (const { bucket, tokens } of row.buckets) {
      const before = usage[bucket];
      usage[bucket] = before === undefined ? tokens : before + tokens;
    }
  }
  return {
    attempts,
    usage: Object.fromEntries(
      usageComponents.flatMap((name) => (usage[name] === undefined ? [] : [[name, usage[name]]])),
    ),
  };
}

const isOf = (answered: string | null, asked: string): boolean =>
  answered !== null &&
  (answered === asked ||
    (answered.startsWith(asked) && /^[-@]\d{4}-?\d{2}-?\d{2}$/.test(answered.slice(asked.length))));
