import type { PromptParts, TokenBucket } from "@headgate/contract";
import { midnightMs } from "./calendar.ts";
import { type PricedCall, priceCall, priceLines, totalOf } from "./company-call.ts";
import {
  type CompanySetting,
  drawSetting,
  type PlantedChange,
  type SettingName,
} from "./company-setting.ts";
import { makeCalls } from "./make-calls.ts";
import type { PriceLookup } from "./price-lookup.ts";
import { promptPartsOf } from "./prompt-parts.ts";

/** One call of a sampled company, as a ledger would know it, and what is planted in it. */
export type SampledCall = Readonly<{
  id: string;
  atMs: number;
  day: string;
  provider: string;
  model: string;
  team: string;
  feature: string;
  customer: string;
  failed: boolean;
  lines: readonly Readonly<{
    component: TokenBucket;
    quantity: number;
    unitPrice: bigint;
    picodollars: bigint;
    record: string;
  }>[];
  picodollars: bigint;
  /** What its prompt is made of, in bytes of text; undefined where that is not told. */
  promptParts: PromptParts | undefined;
  /** The planted change that the call belongs to, and what it made the call dearer by. */
  planted?: Readonly<{ name: string; picodollars: bigint }>;
}>;

export type SampledCompany = Readonly<{
  planted: readonly PlantedChange[];
  /** Days on which little was worked, and those on which a feature began: changes that nobody planted as faults. */
  otherEvents: CompanySetting["otherEvents"];
  /** A day of calls at once. */
  days: () => Generator<readonly SampledCall[]>;
}>;

/**
 * A company of one of two settings, drawn by a seed: calls of so many days with planted changes. Nothing is written.
 *
 * @throws RangeError where the price lookup has no price
 */
export function sampleCompany(
  about: Readonly<{
    setting: SettingName;
    seed: number;
    days: number;
    /** 1 is about 20,000 calls a weekday. */
    scale: number;
    /** The first day, `yyyy-mm-dd`. */
    from: string;
    price: PriceLookup;
  }>,
): SampledCompany {
  const { seed, days, scale, price } = about;
  const fromMs = midnightMs(about.from);
  const setting = drawSetting(about.setting, { seed, fromMs, days });
  return {
    planted: setting.planted,
    otherEvents: setting.otherEvents,
    *days() {
      const plan = { seed, fromMs, days, scale, outages: [], ...setting };
      for (const ofDay of makeCalls(plan)) {
        yield ofDay.map((made) => sampledCall(priceCall(made, price), setting, price));
      }
    },
  };
}

function sampledCall(call: PricedCall, setting: CompanySetting, price: PriceLookup): SampledCall {
  const { id, atMs, day, route, feature, customer, failed, anomaly } = call;
  const change = setting.priceChanges.find(
    ({ model, fromMs, toMs }) => model === route.model && atMs >= fromMs && atMs < toMs,
  );
  const lines =
    change === undefined
      ? call.lines
      : call.lines.map((line) => {
          const unitPrice = (line.unitPrice * BigInt(change.percent)) / 100n;
          return { ...line, unitPrice, picodollars: unitPrice * BigInt(line.quantity) };
        });
  const picodollars = totalOf(lines);
  const about = { id, atMs, day, provider: route.provider, model: route.model, failed, customer };
  const promptParts = promptPartsOf(call);
  const labels = { team: feature.team, feature: feature.name };
  const sampled = { ...about, ...labels, lines, picodollars, promptParts };
  if (anomaly !== undefined) {
    const { without } = anomaly;
    const usual =
      without === "nothing" ? 0n : totalOf(priceLines(without.route, without.usage, day, price));
    return { ...sampled, planted: { name: anomaly.name, picodollars: picodollars - usual } };
  }
  if (change === undefined) return sampled;
  return {
    ...sampled,
    planted: { name: change.name, picodollars: picodollars - call.picodollars },
  };
}
