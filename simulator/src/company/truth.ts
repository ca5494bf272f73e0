import { createHash } from "node:crypto";
import type { PlantedAnomaly } from "./anomalies.ts";
import type { SecondBill } from "./bills/aws-cost-explorer.ts";
import type { ClientTruth } from "./client-sources.ts";
import { type PricedCall, priceLines, totalOf } from "./company-call.ts";
import { decimalOf } from "./exact-dollars.ts";
import type { BillName, PlantedFault } from "./faults.ts";
import type { GaugeSum } from "./gpu-gauges.ts";
import type { MetricSum } from "./metrics/bedrock-metrics.ts";
import type { EndpointSum } from "./metrics/endpoint-metrics.ts";
import type { OutcomeSum } from "./outcomes-table.ts";
import type { PriceLookup } from "./price-lookup.ts";

type Counted = { calls: number; picodollars: bigint };
const none = { calls: 0, picodollars: 0n } as const;

type CostSum = Counted & Readonly<{ day: string; provider: string; model: string; team: string }>;
type SeenSum = Counted & Readonly<{ sources: readonly string[] }>;
/** Calls that nothing wrote down, which only a bill shows. */
type Gap = Counted & Readonly<{ feature: string; provider: string; day: string }>;

/** What a month of a bill says at one time of writing. */
export type BillEdition = Readonly<{
  bill: BillName;
  month: string;
  edition: "final" | "first";
  lines: number;
  picodollars: bigint;
}>;

export type Restatement = Readonly<{
  bill: BillName;
  month: string;
  linesAdded: number;
  linesChanged: number;
  picodollars: bigint;
}>;

/** What is known of the company when its bills are written, beside its calls. */
export type TruthEnding = Readonly<{
  bills: readonly BillEdition[];
  faults: readonly PlantedFault[];
  restatements: readonly Restatement[];
  /** Bills of the same money as another one, day by day. */
  secondBills: readonly SecondBill[];
  /** By bill, day, endpoint and team. */
  accelerators: readonly Readonly<{
    bill: BillName;
    day: string;
    endpoint: string;
    team: string;
    picodollars: bigint;
  }>[];
  /** What devices of the endpoints measured. */
  gauges: readonly GaugeSum[];
  /** What CloudWatch says of endpoints, beside their single devices. */
  endpoints: readonly EndpointSum[];
  /** What CloudWatch counted of calls on Bedrock, by day and model. */
  bedrockMetrics: readonly MetricSum[];
  outcomes: readonly OutcomeSum[];
  clients: ClientTruth;
  /** Rows that stand twice in a source. */
  repeatedRows: Readonly<Record<string, number>>;
}>;

/** Adds up the truth while the calls go by; memory grows with days, models, teams and combinations of sources. */
export class Truth {
  readonly #price: PriceLookup;
  readonly #costs = new Map<string, CostSum>();
  readonly #seen = new Map<string, SeenSum>();
  readonly #gaps = new Map<string, Gap>();
  readonly #anomalies = new Map<string, Counted>();
  /** Of every call's id and cost: that two runs are the same can be told by it. */
  readonly #digest = createHash("sha256");

  constructor(price: PriceLookup) {
    this.#price = price;
  }

  add(call: PricedCall): void {
    const { day, feature, id, picodollars, route, sources } = call;
    const { provider, model } = route;
    this.#digest.update(`${id} ${picodollars}\n`);
    addTo(this.#costs, [day, provider, model, feature.team].join(" "), picodollars, () => ({
      day,
      provider,
      model,
      team: feature.team,
      ...none,
    }));
    addTo(this.#seen, sources.join(" "), picodollars, () => ({ sources, ...none }));
    if (sources.length === 0 && !call.failed) {
      addTo(this.#gaps, [feature.name, route.provider, day].join(" "), picodollars, () => ({
        feature: feature.name,
        provider,
        day,
        ...none,
      }));
    }
    const { anomaly } = call;
    if (anomaly === undefined) return;
    const { without } = anomaly;
    const cheaper =
      without === "nothing"
        ? 0n
        : totalOf(priceLines(without.route, without.usage, day, this.#price));
    addTo(this.#anomalies, anomaly.name, picodollars - cheaper, () => ({ ...none }));
  }

  /** The truth as JSON, amounts in picodollars and in dollars as text. */
  written(anomalies: readonly PlantedAnomaly[], ending: TruthEnding): unknown {
    const costs = [...this.#costs.values()];
    return {
      origin: "constructed",
      calls: costs.reduce((sum, { calls }) => sum + calls, 0),
      ...amount(totalOf(costs)),
      digest: this.#digest.digest("hex"),
      costs: costs.map(withAmount),
      seen_by: [...this.#seen.values()].map(withAmount),
      gaps: [...this.#gaps.values()].map(withAmount),
      repeated_rows: ending.repeatedRows,
      anomalies: anomalies.map(({ name, kind, feature, customer, fromMs, toMs }) => {
        const { calls, picodollars } = this.#anomalies.get(name) ?? none;
        return {
          name,
          kind,
          feature,
          customer,
          start: new Date(fromMs).toISOString(),
          end: new Date(toMs).toISOString(),
          calls,
          ...amount(picodollars),
        };
      }),
      accelerators: ending.accelerators.map(withAmount),
      gauges: ending.gauges,
      endpoints: ending.endpoints.map(({ upperBounds, ...rest }) => ({
        ...rest,
        upper_bounds: upperBounds,
      })),
      bedrock_metrics: ending.bedrockMetrics,
      outcomes: ending.outcomes.map(({ value, ...rest }) => ({
        ...withAmount(rest),
        value: decimalOf(value),
      })),
      clients: ending.clients,
      bills: ending.bills.map(withAmount),
      second_bills: ending.secondBills.map(({ isAhead, ...rest }) => ({
        ...withAmount(rest),
        is_ahead: isAhead,
      })),
      restatements: ending.restatements.map(({ linesAdded, linesChanged, ...rest }) => ({
        ...withAmount(rest),
        lines_added: linesAdded,
        lines_changed: linesChanged,
      })),
      faults: ending.faults.map(({ billedDay, movedPicodollars, ...fault }) => ({
        ...withAmount(fault),
        billed_day: billedDay,
        moved_picodollars: movedPicodollars?.toString(),
      })),
    };
  }
}

function addTo<Sum extends Counted>(
  sums: Map<string, Sum>,
  key: string,
  picodollars: bigint,
  empty: () => Sum,
): void {
  let sum = sums.get(key);
  if (sum === undefined) {
    sum = empty();
    sums.set(key, sum);
  }
  sum.calls += 1;
  sum.picodollars += picodollars;
}

const amount = (picodollars: bigint) => ({
  picodollars: picodollars.toString(),
  dollars: decimalOf(picodollars),
});

const withAmount = <About extends Readonly<{ picodollars: bigint }>>(about: About) => ({
  ...about,
  ...amount(about.picodollars),
});
