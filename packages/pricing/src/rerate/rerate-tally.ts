import {
  type ChargeWire,
  type RatedAttempt,
  type RerateCause,
  type RerateDifference,
  rerateCauses,
} from "@headgate/contract";
import { formatDollars, parseDollars, picodollars } from "@headgate/money";
import type { RerateOutcome } from "./rerate-attempt.ts";

/** Names come from clients: beyond so many models, and so many reasons, the rest is one row. */
const MAX_MODELS = 1_000;
const MAX_REASONS = 100;
const OTHER_REASONS = "other reasons";

type Sums = { list: bigint; effective: bigint; unpriced: number };
type ModelTally = {
  provider: string | null;
  model: string | null;
  attempts: number;
  before: Sums;
  after: Sums;
};

/** Adds up what a re-rating changes, attempt by attempt, in memory that does not grow with them. */
export interface RerateTally {
  add(attempt: RatedAttempt, outcome: RerateOutcome): void;
  difference(): RerateDifference;
}

const noSums = (): Sums => ({ list: 0n, effective: 0n, unpriced: 0 });

function addCharge(sums: Sums, { list_cost, effective_cost }: ChargeWire): void {
  if (list_cost === null || effective_cost === null) {
    sums.unpriced += 1;
    return;
  }
  sums.list += parseDollars(list_cost);
  sums.effective += parseDollars(effective_cost);
}

const text = (amount: bigint): string => formatDollars(picodollars(amount));
const wire = ({ list, effective, unpriced }: Sums): RerateDifference["before"] => ({
  list_cost: text(list),
  effective_cost: text(effective),
  unpriced_attempts: unpriced,
});

/** Starts with nothing. */
export function createRerateTally(): RerateTally {
  const before = noSums();
  const after = noSums();
  const kept = new Map<string, number>();
  const models = new Map<string, ModelTally>();
  const causes = new Map<RerateCause, { attempts: number; difference: bigint }>();
  let attempts = 0;
  let revised = 0;
  let simulated = 0n;

  const modelOf = (attempt: RatedAttempt): ModelTally => {
    const { provider } = attempt;
    const name = attempt.response_model ?? attempt.sent_model ?? attempt.request_model ?? null;
    const key = JSON.stringify([provider, name]);
    const known = models.get(key);
    if (known !== undefined) return known;
    const isFull = models.size >= MAX_MODELS;
    const rest = isFull ? models.get("") : undefined;
    if (rest !== undefined) return rest;
    const tally: ModelTally = {
      provider: isFull ? null : provider,
      model: isFull ? null : name,
      attempts: 0,
      before: noSums(),
      after: noSums(),
    };
    models.set(isFull ? "" : key, tally);
    return tally;
  };

  const addRevised = (
    attempt: RatedAttempt,
    { charge, parts }: Extract<RerateOutcome, { kind: "revised" }>,
  ): void => {
    revised += 1;
    addCharge(after, charge);
    const model = modelOf(attempt);
    model.attempts += 1;
    addCharge(model.before, attempt.charge);
    addCharge(model.after, charge);
    const moved = new Map<RerateCause, bigint>();
    for (const { cause, difference } of parts) {
      moved.set(cause, (moved.get(cause) ?? 0n) + difference);
      if (attempt.simulated) simulated += difference;
    }
    for (const [cause, difference] of moved) {
      const tally = causes.get(cause) ?? { attempts: 0, difference: 0n };
      causes.set(cause, {
        attempts: tally.attempts + 1,
        difference: tally.difference + difference,
      });
    }
  };

  return {
    add(attempt, outcome) {
      attempts += 1;
      addCharge(before, attempt.charge);
      switch (outcome.kind) {
        case "same":
          addCharge(after, attempt.charge);
          return;
        case "kept": {
          addCharge(after, attempt.charge);
          const isNew = !kept.has(outcome.reason) && kept.size >= MAX_REASONS;
          const reason = isNew ? OTHER_REASONS : outcome.reason;
          const count = kept.get(reason);
          kept.set(reason, count === undefined ? 1 : count + 1);
          return;
        }
        case "revised":
          addRevised(attempt, outcome);
          return;
        default:
          outcome satisfies never;
      }
    },
    difference: () => ({
      attempts,
      revised_attempts: revised,
      kept: [...kept].map(([reason, count]) => ({ reason, attempts: count })),
      before: wire(before),
      after: wire(after),
      list_cost_difference: text(after.list - before.list),
      effective_cost_difference: text(after.effective - before.effective),
      simulated_difference: text(simulated),
      by_model: [...models.values()]
        .toSorted((left, right) => compare(moveOf(right), moveOf(left)))
        .map((model) => ({
          provider: model.provider,
          model: model.model,
          attempts: model.attempts,
          before: wire(model.before),
          after: wire(model.after),
          effective_cost_difference: text(model.after.effective - model.before.effective),
        })),
      by_cause: rerateCauses.flatMap((cause) => {
        const tally = causes.get(cause);
        if (tally === undefined) return [];
        return [
          {
            cause,
            attempts: tally.attempts,
            effective_cost_difference: text(tally.difference),
          },
        ];
      }),
    }),
  };
}

/** How far a model moved, whichever way. */
const moveOf = ({ before, after }: ModelTally): bigint => {
  const moved = after.effective - before.effective;
  return moved < 0n ? -moved : moved;
};
const compare = (left: bigint, right: bigint): number => (left < right ? -1 : left > right ? 1 : 0);
