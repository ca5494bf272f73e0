import type { LedgerRow, RequestFacts, Usage } from "@headgate/contract";
import { formatDollars, type Picodollars, picodollars } from "@headgate/money";
import { chargeToWire, type PriceBook, rateUsage } from "@headgate/pricing";

/** Constructed: a company whose waste is planted, so that what it comes to is known without asking any lever. */

/** What was planted: whose lever should find it, for which traffic, and what it comes to on these very calls. */
type Planted = {
  readonly what: string;
  readonly kind: "exact-cache" | "prefix-cache" | "output" | "batch" | "route" | "retries";
  readonly model: string | undefined;
  readonly feature: string | undefined;
  dollars: Picodollars;
};

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

type Stream = Readonly<{
  feature: string;
  provider: string;
  model: string;
  /** Part of all calls. */
  share: number;
  /** Hours of the day in which its calls come. */
  hours: readonly [number, number];
  make: (made: Made) => Making;
}>;
type Made = Readonly<{ index: number; day: number; atMs: number; random: () => number }>;
type Making = Readonly<{
  usage: Usage;
  facts: RequestFacts;
  /**
   * What would have been enough: nothing, half the price, another model, another usage, or one of several ways to go about
   * all such calls, of which the cheapest counts.
   */
  waste?: Readonly<{
    planted: Planted;
    instead: "none" | "half" | Readonly<{ model: string }> | Usage | readonly Usage[];
  }>;
  more?: Partial<LedgerRow>;
}>;

type Instead = NonNullable<Making["waste"]>["instead"];
const isOtherModel = (instead: Instead): instead is Readonly<{ model: string }> =>
  typeof instead === "object" && "model" in instead;

const digestOf = (name: string): string => name.padEnd(22, "_").slice(0, 22);
const NORMAL_ANSWER = 400;
/** Beyond this no answer of a working prompt goes. */
const LONGEST_ANSWER = 600;
const SYSTEM_TOKENS = 6_000;
const BYTES_A_TOKEN = 4;
const QUESTION_TOKENS = 120;
/** How long Anthropic keeps a marked prompt: five minutes, or an hour for a dearer write. */
const keptMs = { cache_write_5m: 300_000, cache_write_1h: HOUR_MS } as const;

/** @param calls how many, within the thirty days before `toMs` */
export function plantedCompany(
  prices: PriceBook,
  { calls, toMs, seed }: Readonly<{ calls: number; toMs: number; seed: number }>,
): Company {
  const fromMs = toMs - DAYS * DAY_MS;
  const random = seeded(seed);
  const plant = (
    what: string,
    kind: Planted["kind"],
    of: Readonly<{ model?: string; feature?: string }> = {},
  ): Planted => ({ what, kind, model: of.model, feature: of.feature, dollars: picodollars(0n) });
  const repeats = plant("questions that come again within a day", "exact-cache", {
    model: "gpt-4.1-mini",
    feature: "faq",
  });
  const prefixes = plant("long instructions that nobody marks", "prefix-cache", {
    model: "claude-sonnet-4-5",
  });
  const runaways = plant("answers that do not end", "output", {
    model: "gpt-4o-mini",
    feature: "chat",
  });
  const waiting = plant("nightly work in real time", "batch", {
    model: "gpt-4.1",
    feature: "nightly-enrichment",
  });
  const oversized = plant("intents told by a flagship", "route", {
    model: "gpt-4o",
    feature: "triage",
  });
  const failed = plant("attempts that were paid for in vain", "retries");
  const planted = [repeats, prefixes, runaways, waiting, oversized, failed];

  let lastAskedMs = Number.NEGATIVE_INFINITY;
  const asked = new Map<string, number>();
  const answer = (): number => Math.round(NORMAL_ANSWER * (0.3 + 0.7 * random()));
  const streams: readonly Stream[] = [
    {
      feature: "faq",
      provider: "openai",
      model: "gpt-4.1-mini",
      share: 0.25,
      hours: [7, 22],
      make: ({ index, atMs }) => {
        // Two in five questions are among forty that everybody asks.
        const isCommon = index % 5 < 2;
        const question = isCommon ? `common-${Math.floor(random() * 40)}` : `own-${index}`;
        const before = asked.get(question);
        const isRepeat = before !== undefined && atMs - before < DAY_MS;
        if (!isRepeat) asked.set(question, atMs);
        return {
          usage: { input: 900, output: answer() },
          facts: {
            digest: digestOf(question),
            deterministic: true,
            finish_reason: "end",
            max_output_tokens: LONGEST_ANSWER,
          },
          ...(isRepeat && { waste: { planted: repeats, instead: "none" as const } }),
        };
      },
    },
    {
      feature: "assistant",
      provider: "anthropic",
      model: "claude-sonnet-4-5",
      share: 0.1,
      hours: [8, 19],
      make: ({ index, atMs }) => {
        const input = SYSTEM_TOKENS + QUESTION_TOKENS;
        const sinceMs = atMs - lastAskedMs;
        lastAskedMs = atMs;
        const output = answer();
        return {
          usage: { input, output },
          facts: {
            digest: digestOf(`assistant-${index}`),
            finish_reason: "end",
            max_output_tokens: LONGEST_ANSWER,
            turns: 1,
            prefix: {
              places: [
                [digestOf("instructions"), SYSTEM_TOKENS * BYTES_A_TOKEN],
                [digestOf(`question-${index}`), input * BYTES_A_TOKEN],
              ],
              head: 1,
            },
          },
          waste: {
            planted: prefixes,
            instead: (["cache_write_5m", "cache_write_1h"] as const).map((bucket) => ({
              input: QUESTION_TOKENS,
              ...(sinceMs < keptMs[bucket]
                ? { cache_read: SYSTEM_TOKENS }
                : { [bucket]: SYSTEM_TOKENS }),
              output,
            })),
          },
        };
      },
    },
    {
      feature: "chat",
      provider: "openai",
      model: "gpt-4o-mini",
      share: 0.25,
      hours: [0, 24],
      make: ({ index }) => {
        const isRunaway = random() < 0.004;
        const output = isRunaway ? 12_000 : answer();
        return {
          usage: { input: 700, output },
          facts: { digest: digestOf(`chat-${index}`), finish_reason: isRunaway ? "length" : "end" },
          ...(isRunaway && {
            waste: { planted: runaways, instead: { input: 700, output: LONGEST_ANSWER } },
          }),
        };
      },
    },
    {
      feature: "nightly-enrichment",
      provider: "azure",
      model: "gpt-4.1",
      share: 0.15,
      hours: [2, 4],
      make: ({ index }) => ({
        usage: { input: 2_200, output: answer() },
        facts: {
          digest: digestOf(`night-${index}`),
          finish_reason: "end",
          max_output_tokens: LONGEST_ANSWER,
          turns: 1,
        },
        waste: { planted: waiting, instead: "half" },
        more: { stream: false },
      }),
    },
    {
      feature: "triage",
      provider: "openai",
      model: "gpt-4o",
      share: 0.15,
      hours: [6, 23],
      make: ({ index }) => ({
        usage: { input: 500, output: 12 },
        facts: {
          digest: digestOf(`triage-${index}`),
          finish_reason: "end",
          max_output_tokens: 50,
          turns: 1,
          task: "intent",
          tier: "micro",
          needs: [],
        },
        waste: { planted: oversized, instead: { model: "gpt-4o-mini" } },
      }),
    },
    {
      // Nothing is wasted here: what is recommended for it is false.
      feature: "research",
      provider: "bedrock",
      model: "anthropic.claude-sonnet-4-5-20250929-v1:0",
      share: 0.1,
      hours: [9, 18],
      make: ({ index }) => ({
        usage: { input: 1_500, output: answer() },
        facts: {
          digest: digestOf(`research-${index}`),
          finish_reason: "end",
          max_output_tokens: LONGEST_ANSWER,
          turns: 1,
        },
        more: { stream: true },
      }),
    },
  ];

  let spent = 0n;
  const chargeOf = (provider: string, model: string, usage: Usage, tier?: string) =>
    rateUsage(prices, {
      provider,
      models: [model],
      usage,
      usageOrigin: "provider",
      operation: "chat",
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
    { planted: of, instead }: NonNullable<Making["waste"]>,
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
          spent += costOf(charge);
          if (making.waste !== undefined) {
            addWaste(stream, making.usage, making.waste);
          }
          made.push(rowOf(stream, { index, atMs, making, charge }));
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
          : "openai.chat_completions",
    operation: "chat",
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

/** Numbers from 0 to 1 that a seed decides alone (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
