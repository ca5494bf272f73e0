import { isDeepStrictEqual } from "node:util";
import {
  overlayOfFoundRate,
  type TakenRate,
  type TakeRatesResponse,
  type takeRatesRequest,
} from "@headgate/contract";
import { readTakenRates, TAKEN_RATES_FILE, writeTakenRates } from "@headgate/pricing";
import type { z } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { type ReconcileTerms, reconcileRange } from "./reconcile-range.ts";

/** Cells are not looked at. */
const FEW_CELLS = 1;

/**
 * Takes prices that the bills of a range show over as dated overlays, in a file of the data directory that gateway,
 * control and command line read beside the configuration. Asked again, it changes nothing. Without `apply` it
 * tells what it would do. What the operator's configuration has by the same name is left alone.
 *
 * @throws HeadgateError `price_file_invalid` when the file that is there cannot be read
 */
export async function takeRates(
  dependencies: ReconcileTerms & Pick<ControlDependencies, "pricesFolder" | "nowMs">,
  { apply, names, ...range }: z.output<typeof takeRatesRequest>,
): Promise<TakeRatesResponse> {
  const { config, nowMs, pricesFolder } = dependencies;
  const taken = readTakenRates(pricesFolder).map((one) => one.source.found);
  const report = await reconcileRange(dependencies, { ...range, limit: FEW_CELLS }, taken);
  const source = { from: report.from, to: report.to, taken_at: new Date(nowMs()).toISOString() };
  // Nothing is waited for from here on: two requests at once cannot lose each other's rates.
  const before = readTakenRates(pricesFolder);
  const known = new Map(before.map((one) => [one.overlay.name, one]));
  const configured = new Set(
    config()
      .overlays.map(({ name }) => name)
      .filter((name) => !known.has(name)),
  );
  const rates = report.rates
    .map(
      (found): TakenRate => ({ overlay: overlayOfFoundRate(found), source: { ...source, found } }),
    )
    .filter(({ overlay }) => names === undefined || names.includes(overlay.name))
    .map((rate) => ({ rate, state: stateOf(rate, known, configured) }));
  const writes = rates.filter(({ state }) => state === "new" || state === "changed");
  if (apply && writes.length > 0) {
    for (const { rate } of writes) known.set(rate.overlay.name, rate);
    writeTakenRates(pricesFolder, [...known.values()]);
  }
  return {
    applied: apply,
    file: `prices/${TAKEN_RATES_FILE}`,
    rates: rates.map(({ rate, state }) => ({
      overlay: rate.overlay,
      found: rate.source.found,
      state,
    })),
  };
}

function stateOf(
  { overlay }: TakenRate,
  known: ReadonlyMap<string, TakenRate>,
  configured: ReadonlySet<string>,
): TakeRatesResponse["rates"][number]["state"] {
  if (configured.has(overlay.name)) return "configured";
  const before = known.get(overlay.name);
  if (before === undefined) return "new";
  return isDeepStrictEqual(before.overlay, overlay) ? "taken" : "changed";
}
