import type { BillLine, Gauge, LedgerRow, Usage } from "@headgate/contract";
import { formatDollars, type Picodollars, parseDollars, picodollars } from "@headgate/money";
import { chargeToWire, type PriceBook, rateUsage } from "@headgate/pricing";
import { createRandom } from "@headgate/simulator";
import { furtherStreams } from "./further-streams.ts";
import {
  type Instead,
  isOtherModel,
  type Making,
  type Planted,
  plant,
  type Stream,
} from "./planted.ts";
import { retrievalStreams } from "./retrieval-streams.ts";
import { simpleStreams } from "./simple-streams.ts";

/** Constructed: a company whose waste is planted, so that what it comes to is known without asking any lever. */

/** Of ml.g5.xlarge at SageMaker in us-east-1, $1.4084 an hour, for thirty days. */
const ENDPOINT_DOLLARS = "1014.048";

/** Of provisioned units that were bought and not asked, a day. */
const IDLE_UNITS_DOLLARS = "9.5";

/** What the cloud bills for provisioned units: of three, one does nothing. */
export function unitLines(toMs: number): readonly BillLine[] {
  const startMs = toMs - DAYS * DAY_MS;
  return Array.from({ length: DAYS }, (_, day) => day).flatMap((day) =>
    (
      [
        ["used", "19"],
        ["unused", IDLE_UNITS_DOLLARS],
      ] as const
    ).map(([status, cost]): BillLine => {
      const periodMs = startMs + day * DAY_MS;
      return {
        line_id: `constructed-units-${status}-${day}`,
        source: "aws_cur",
        statement: "aws_cur:111122223333:constructed",
        billing_account_id: "111122223333",
        ...{ billing_period_start_ms: startMs, billing_period_end_ms: toMs },
        ...{ charge_period_start_ms: periodMs, charge_period_end_ms: periodMs + DAY_MS },
        charge_category: "usage",
        ...{ provider_name: "AWS", service_name: "Amazon Bedrock", provider: "bedrock" },
        ...{ billing_currency: "USD", billed_cost: cost, effective_cost: cost },
        commitment_discount_id: "constructed:provisioned-model/units",
        commitment_discount_status: status,
        ...{ category: "inference", tags: {}, attribution: {} },
      };
    }),
  );
}

/** What the endpoints of the company measured: one that does nothing, and one that works. */
export function* endpointGauges(toMs: number): Generator<Gauge> {
  const busy = { "constructed-forgotten": 0.001, "constructed-busy": 0.8 };
  for (const [workload, value] of Object.entries(busy)) {
    for (let hour = 0; hour < DAYS * 24; hour++) {
      yield {
        gauge_id: `${workload}-${hour}`,
        source: "cloudwatch_sagemaker",
        at_ms: toMs - (hour + 1) * HOUR_MS,
        measure: "accelerator_utilisation",
        value,
        resource: `${workload}/AllTraffic`,
        hardware: "ml.g5.xlarge",
        workload,
        labels: {},
      };
    }
  }
}

export type Company = Readonly<{
  /** In batches, in the order of time. */
  rows: () => Generator<LedgerRow[]>;
  /** Whole once all rows were made. */
  planted: readonly Planted[];
  /** What all of it cost, whole once all rows were made. */
  spent: () => Picodollars;
}>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS = 30;
/** Monday to Sunday. */
const weekdays = [1, 1.1, 1.1, 1.05, 0.9, 0.35, 0.3];

/** @param calls how many, within the thirty days before `toMs` */
export function plantedCompany(
  prices: PriceBook,
  { calls, toMs, seed }: Readonly<{ calls: number; toMs: number; seed: number }>,
): Company {
  const fromMs = toMs - DAYS * DAY_MS;
  const random = createRandom(seed);
  const failed = plant("attempts that were paid for in vain", "retries");
  const idle = plant("a key that nobody uses", "idle-key", { seenIn: "none" });
  const made = [simpleStreams(random), furtherStreams(random), retrievalStreams(random)];
  const forgotten = plant("an endpoint that nothing is asked of", "idle-machine");
  forgotten.dollars = parseDollars(ENDPOINT_DOLLARS);
  const units = plant("provisioned units that nobody asks", "unused-commitment");
  units.dollars = picodollars(parseDollars(IDLE_UNITS_DOLLARS) * BigInt(DAYS));
  const planted = [...made.flatMap((one) => one.planted), failed, idle, forgotten, units];
  const streams = made.flatMap((one) => one.streams);

  let spent = 0n;
  const embedded = new Set(
    streams.flatMap(({ operation, model }) => (operation === "embeddings" ? [model] : [])),
  );
  const chargeOf = (provider: string, model: string, usage: Usage, tier?: string) =>
    rateUsage(prices, {
      provider,
      models: [model],
      usage,
      usageOrigin: "provider",
      operation: embedded.has(model) ? "embeddings" : "chat",
      atMs: fromMs,
      ...(tier !== undefined && { serviceTier: tier }),
    });
  const charges = new Map<string, ReturnType<typeof chargeOf>>();
  const priced = (provider: string, model: string, usage: Usage, tier?: string) => {
    const key = JSON.stringify([provider, model, usage, tier]);
    const known = charges.get(key);
    if (known !== undefined) return known;
    const made = chargeOf(provider, model, usage, tier);
    if (charges.size < 20_000) charges.set(key, made);
    return made;
  };
  const costOf = (of: ReturnType<typeof chargeOf>): Picodollars => {
    if (of.effectiveCost === undefined) throw new Error("a constructed call has no price");
    return of.effectiveCost;
  };
  const enough = ({ provider, model }: Stream, usage: Usage, instead: Instead): Picodollars[] => {
    if (instead === "none") return [picodollars(0n)];
    if (instead === "half") return [costOf(priced("openai", model, usage, "batch"))];
    if (isOtherModel(instead)) return [costOf(priced(provider, instead.model, usage))];
    const usages = Array.isArray(instead) ? (instead as readonly Usage[]) : [instead as Usage];
    return usages.map((one) => costOf(priced(provider, model, one)));
  };
  const ways = new Map<Planted, Picodollars[]>();
  const addWaste = (
    stream: Stream,
    usage: Usage,
    { planted: of, instead }: NonNullable<Making["wastes"]>[number],
  ): void => {
    const cost = costOf(priced(stream.provider, stream.model, usage));
    const sums = ways.get(of) ?? [];
    ways.set(of, sums);
    for (const [way, paid] of enough(stream, usage, instead).entries()) {
      sums[way] = picodollars((sums[way] ?? 0n) + cost - paid);
    }
    of.dollars = sums.reduce((most, sum) => (sum > most ? sum : most));
  };

  function* rows(): Generator<LedgerRow[]> {
    const indexes = streams.map(() => 0);
    for (let day = 0; day < DAYS; day++) {
      const dayMs = fromMs + day * DAY_MS;
      const weight = (weekdays[day % 7] as number) / weekdays.reduce((sum, one) => sum + one, 0);
      const made: LedgerRow[] = [];
      for (const [which, stream] of streams.entries()) {
        const count = Math.round((calls * stream.share * weight * 7) / DAYS);
        const [open, close] = stream.hours;
        const times = Array.from(
          { length: count },
          () => dayMs + Math.floor((open + (close - open) * random()) * HOUR_MS),
        ).sort((a, b) => a - b);
        for (const atMs of times) {
          const index = indexes[which] as number;
          indexes[which] = index + 1;
          const making = stream.make({ index, day, atMs, random });
          const charge = priced(stream.provider, stream.model, making.usage);
          made.push(rowOf(stream, { index, atMs, making, charge }));
          if (stream.isUnpriced === true) continue;
          spent += costOf(charge);
          for (const waste of making.wastes ?? []) addWaste(stream, making.usage, waste);
          // One in a hundred calls is asked twice: the first answer broke off.
          if (random() >= 0.01) continue;
          failed.dollars = picodollars(failed.dollars + costOf(charge));
          spent += costOf(charge);
          made.push({
            ...rowOf(stream, { index, atMs: atMs - 2_000, making, charge }),
            row_id: `${stream.feature}-${index}:9`,
            attempt: 9,
            final: false,
            outcome: "interrupted",
          });
        }
      }
      yield made.sort((a, b) => a.started_at_ms - b.started_at_ms);
    }
  }
  return { rows, planted, spent: () => picodollars(spent) };
}

type Placed = Readonly<{
  index: number;
  atMs: number;
  making: Making;
  charge: ReturnType<typeof rateUsage>;
}>;

function rowOf(stream: Stream, { index, atMs, making, charge }: Placed): LedgerRow {
  const wire = chargeToWire(charge);
  const callId = `${stream.feature}-${index}`;
  return {
    row_id: `${callId}:0`,
    call_id: callId,
    attempt: 0,
    final: true,
    started_at_ms: atMs,
    duration_ms: 900,
    source: "gateway",
    simulated: true,
    wire_format:
      stream.provider === "anthropic"
        ? "anthropic.messages"
        : stream.provider === "bedrock"
          ? "bedrock.converse"
          : stream.operation === "embeddings"
            ? "openai.embeddings"
            : "openai.chat_completions",
    operation: stream.operation ?? "chat",
    provider: stream.provider,
    request_model: stream.model,
    response_model: stream.model,
    stream: false,
    outcome: "completed",
    status: 200,
    usage_origin: "provider",
    usage: making.usage,
    charge: { ...wire, lines: [] },
    baseline_cost: charge.effectiveCost === undefined ? null : formatDollars(charge.effectiveCost),
    savings: [],
    key_id: `key_${stream.feature}`,
    attribution: { team: "constructed", feature: stream.feature },
    tags: {},
    request_bytes: 2_000,
    response_bytes: 1_500,
    request_facts: making.facts,
    ...making.more,
  };
}
