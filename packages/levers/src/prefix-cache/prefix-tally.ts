import { type BrokenPrefix, inputTokens, type PrefixStats, type Usage } from "@headgate/contract";
import { formatDollars, type Picodollars, picodollars, ZERO } from "@headgate/money";
import { putNewest, putUsed } from "../put-newest.ts";
import type { PrefixBreak } from "./prefix-break.ts";
import type { PromptSubject } from "./prompt-subjects.ts";
import { readTokens, writtenTokens } from "./stated-tokens.ts";

type Model = {
  provider: string;
  model: string;
  calls: number;
  input_tokens: number;
  read_tokens: number;
  written_tokens: number;
  unmetered: number;
  marked_5m: number;
  marked_1h: number;
  unmarked: number;
  saved: Picodollars;
  saved_unknown: number;
  simulated: boolean;
};

type Broken = Omit<BrokenPrefix, "cost_again"> & { cost: Picodollars };

/** What one answered call adds. */
export type CountedCall = Readonly<{
  usage: Usage;
  mark: "5m" | "1h" | undefined;
  /** What markers saved; undefined where there were none, `unknown` where that has no price. */
  saved: Picodollars | "unknown" | undefined;
  simulated: boolean;
}>;

export type CountedBreak = Readonly<{
  found: PrefixBreak;
  /** Undefined where it is not known what the provider had. */
  tokensAgain: number | undefined;
  /** Undefined where it has no price. */
  costAgain: Picodollars | undefined;
  callId: string;
  at: string;
  simulated: boolean;
}>;

const MOST = 500;

/** Sums of what became of prompts, since the gateway started; bounded, what was not added to for longest goes first. */
export class PrefixTally {
  readonly #models = new Map<string, Model>();
  readonly #broken = new Map<string, Broken>();
  readonly #skipped = new Map<string, number>();

  skip(reason: string): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
  }

  call(
    { provider, model, modelKey }: PromptSubject,
    { usage, mark, saved, simulated }: CountedCall,
  ): void {
    const sums = touched(this.#models, modelKey, putUsed, () => ({
      provider,
      model,
      ...{ calls: 0, input_tokens: 0, read_tokens: 0, written_tokens: 0, unmetered: 0 },
      ...{ marked_5m: 0, marked_1h: 0, unmarked: 0 },
      ...{ saved: ZERO, saved_unknown: 0, simulated: false },
    }));
    sums.calls += 1;
    const all = inputTokens(usage);
    const [read, written] = [readTokens(usage), writtenTokens(usage)];
    if (all === undefined) sums.unmetered += 1;
    else sums.input_tokens += all;
    if (read !== undefined) sums.read_tokens += read;
    if (written !== undefined) sums.written_tokens += written;
    if (mark === undefined) sums.unmarked += 1;
    else sums[`marked_${mark}`] += 1;
    if (saved === "unknown") sums.saved_unknown += 1;
    else if (saved !== undefined) {
      sums.saved = picodollars(sums.saved + saved);
      if (simulated) sums.simulated = true;
    }
  }

  broke({ keyId, provider, model }: PromptSubject, counted: CountedBreak): void {
    const { found, tokensAgain, costAgain, callId, at, simulated } = counted;
    // Messages change at another place each time; tools and system at the same.
    const key = JSON.stringify([keyId, provider, model, found.part]);
    const sums = touched(this.#broken, key, putNewest, () => ({
      ...{ key_id: keyId, provider, model, part: found.part },
      ...{ index: 0, from_byte: 0, to_byte: null, bytes_before: 0, bytes_now: 0, times: 0 },
      ...{ first_at: at, last_at: at, call_id: callId },
      ...{ tokens_again: 0, tokens_unknown: 0, cost: ZERO, cost_unknown: 0, simulated: false },
    }));
    sums.index = found.index;
    sums.from_byte = found.fromByte;
    sums.to_byte = found.toByte ?? null;
    sums.bytes_before = found.bytesBefore;
    sums.bytes_now = found.bytesNow;
    sums.times += 1;
    sums.last_at = at;
    sums.call_id = callId;
    if (tokensAgain === undefined) sums.tokens_unknown += 1;
    else sums.tokens_again += tokensAgain;
    if (costAgain === undefined) sums.cost_unknown += 1;
    else sums.cost = picodollars(sums.cost + costAgain);
    if (simulated) sums.simulated = true;
  }

  stats(): Pick<PrefixStats, "models" | "broken" | "skipped"> {
    return {
      skipped: Object.fromEntries(this.#skipped),
      models: [...this.#models.values()]
        .map(({ saved, ...sums }) => ({
          ...sums,
          saved: formatDollars(saved),
          hit_rate: sums.input_tokens === 0 ? null : sums.read_tokens / sums.input_tokens,
        }))
        .sort((a, b) => b.input_tokens - a.input_tokens),
      broken: [...this.#broken.values()]
        .sort((a, b) => (b.cost > a.cost ? 1 : b.cost < a.cost ? -1 : b.times - a.times))
        .map(({ cost, ...sums }) => ({ ...sums, cost_again: formatDollars(cost) })),
    };
  }
}

function touched<Value>(
  map: Map<string, Value>,
  key: string,
  put: typeof putUsed<string, Value>,
  make: () => Value,
): Value {
  const value = map.get(key) ?? make();
  put(map, key, value, MOST);
  return value;
}
