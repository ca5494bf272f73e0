import { defaultRouteSettings, RouteLearner } from "@headgate/levers";
import type { TwoModelQuestion } from "./read-tables.ts";
import { shuffled } from "./seeded.ts";
import { STRONG_COST, WEAK_COST } from "./two-models.ts";

export type Checkpoint = Readonly<{
  seed: number;
  calls: number;
  labels: number;
  /** Share of the strong model's quality on all calls so far, and on those since the last checkpoint. */
  quality: number;
  quality_lately: number;
  /** 1 − all that was spent, shadow calls in it, / what the strong model alone had cost; so far, and lately. */
  saved: number;
  saved_lately: number;
}>;

const EVERY = 1_500;
const SHADOW = 10;

/**
 * Calls in random order meet a learner that knows nothing. One in ten, by its place, is answered by both models: the
 * strong answer is served, both are paid for, and the learner is told. All others are served what it decides.
 */
export function streamCold(
  questions: readonly TwoModelQuestion[],
  { calls, seed }: Readonly<{ calls: number; seed: number }>,
): readonly Checkpoint[] {
  const learner = new RouteLearner({ ...defaultRouteSettings, models: ["strong", "weak"] });
  const stream = shuffled(questions, seed).slice(0, calls);
  const checkpoints: Checkpoint[] = [];
  const whole = new Sums();
  let lately = new Sums();
  let labels = 0;
  for (const [index, { read, weak, strong, tokens }] of stream.entries()) {
    const costs = Float64Array.of(tokens * STRONG_COST, tokens * WEAK_COST);
    const [strongCost, weakCost] = costs as unknown as [number, number];
    learner.see(read);
    const shadowed = index % SHADOW === 0;
    const chosen = shadowed ? 0 : learner.decide(read, costs).chosen;
    const call = {
      quality: chosen === 0 ? strong : weak,
      reference: strong,
      spent: shadowed ? strongCost + weakCost : chosen === 0 ? strongCost : weakCost,
      wouldSpend: strongCost,
    };
    whole.add(call);
    lately.add(call);
    if (shadowed) {
      learner.learn({
        ...read,
        qualities: Float64Array.of(strong, weak),
        costs,
        by: { kind: "form" },
      });
      labels += 1;
      if (learner.isDue) learner.refit();
    }
    if ((index + 1) % EVERY !== 0 && index + 1 !== stream.length) continue;
    checkpoints.push({
      seed,
      calls: index + 1,
      labels,
      quality: whole.quality,
      quality_lately: lately.quality,
      saved: whole.saved,
      saved_lately: lately.saved,
    });
    lately = new Sums();
    process.stderr.write(`cold start, seed ${seed}: ${index + 1} calls\n`);
  }
  return checkpoints;
}

type Served = Readonly<Record<"quality" | "reference" | "spent" | "wouldSpend", number>>;

class Sums {
  #quality = 0;
  #reference = 0;
  #spent = 0;
  #wouldSpend = 0;

  add({ quality, reference, spent, wouldSpend }: Served): void {
    this.#quality += quality;
    this.#reference += reference;
    this.#spent += spent;
    this.#wouldSpend += wouldSpend;
  }

  get quality(): number {
    return this.#quality / this.#reference;
  }

  get saved(): number {
    return 1 - this.#spent / this.#wouldSpend;
  }
}
