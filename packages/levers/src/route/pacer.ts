import { divideRounded, type Picodollars, picodollars, subtract, ZERO } from "@headgate/money";

export type PacerSettings = Readonly<{
  /** What the policy's calls may cost on a day. A goal, not a limit: limits are budgets' own. */
  budget: Picodollars;
  /** η: by how much the dial turns when a whole day's budget more than planned is spent at once. */
  step: number;
  /** Between which the dial stays; 0 is the reference alone. */
  floor: number;
  ceiling: number;
}>;

/**
 * At the ceiling a model that is cheaper by the whole of a usual call's cost is worth two whole qualities, so that the
 * cheapest always answers. By this step the dial goes from 0 to 1 while one fortieth of the budget too much is spent.
 */
export const defaultPacer = { step: 40, floor: 0, ceiling: 2 } as const;

/** A day of the owner's own, which may have 23 or 25 hours. */
export type PacedDay = Readonly<{ beginsMs: number; endsMs: number }>;

/** Plain data, to go on from after a restart. */
export type PacerState = Readonly<{
  dial: number;
  beginsMs: number;
  /** Up to here the plan has been held against what was spent. */
  atMs: number;
  spent: bigint;
  /** Mean cost of a call at the reference, in picodollars; `undefined`: no call yet. */
  yardstick: number | undefined;
}>;

/** What is kept of the yardstick at each call. */
const KEPT = 0.98;

/**
 * Spends a day's budget over the day by turning one dial: what a dollar is worth in quality. Primal–dual: with
 * λ given each call goes where quality − λ·cost is the most, and λ ← max(floor, λ + η (spent − planned) / budget).
 *
 * Planned is the rest of the budget over the rest of the day, so what was spent too fast is made up for until the day ends.
 * What is spent and planned is exact; the dial is a float, and no money is made of it. The dial has no unit: λ is the dial
 * over what a usual call costs at the reference, so that the same step serves cheap calls and dear ones. It is kept from
 * day to day. Who has spent all of a day's budget has the dial at its ceiling until the next.
 */
export class BudgetPacer {
  readonly #settings: PacerSettings;
  #state: PacerState;

  constructor(settings: PacerSettings, day: PacedDay, state?: PacerState) {
    const { floor, ceiling, step } = settings;
    if (!(floor >= 0 && floor <= ceiling && step > 0)) {
      throw new RangeError("a pacer has 0 ≤ floor ≤ ceiling, and a step above 0");
    }
    this.#settings = settings;
    this.#state = state ?? {
      dial: floor,
      beginsMs: day.beginsMs,
      atMs: day.beginsMs,
      spent: ZERO,
      yardstick: undefined,
    };
  }

  get state(): PacerState {
    return this.#state;
  }

  /** What of the day's budget was spent. */
  get spent(): Picodollars {
    return picodollars(this.#state.spent);
  }

  /** Where the dial stands at this time. */
  dial(day: PacedDay, nowMs: number): number {
    this.#advance(ZERO, day, nowMs);
    return this.#state.spent >= this.#settings.budget ? this.#settings.ceiling : this.#state.dial;
  }

  /** λ in quality per picodollar, as `chooseModel` takes it; 0 before the first call, whose cost nobody knows. */
  lambda(day: PacedDay, nowMs: number): number {
    const dial = this.dial(day, nowMs);
    const { yardstick } = this.#state;
    return yardstick === undefined || yardstick <= 0 ? 0 : dial / yardstick;
  }

  /**
   * Takes note of a call that is settled.
   * @param call what it cost, and what it would have cost at the reference; one of unknown cost is not noted
   */
  note(
    call: Readonly<{ spent: Picodollars; reference: Picodollars }>,
    day: PacedDay,
    nowMs: number,
  ): void {
    this.spend(call.spent, day, nowMs);
    const reference = Number(call.reference);
    const before = this.#state.yardstick;
    const yardstick = before === undefined ? reference : KEPT * before + (1 - KEPT) * reference;
    this.#state = { ...this.#state, yardstick };
  }

  /** Takes note of what was spent beside: its reference would have cost nothing, or nobody knows what. */
  spend(spent: Picodollars, day: PacedDay, nowMs: number): void {
    this.#advance(spent, day, nowMs);
  }

  #advance(spent: Picodollars, day: PacedDay, nowMs: number): void {
    const { floor, ceiling, step, budget } = this.#settings;
    if (day.beginsMs > this.#state.beginsMs) {
      this.#state = { ...this.#state, beginsMs: day.beginsMs, atMs: day.beginsMs, spent: ZERO };
    }
    const { dial, atMs, spent: before } = this.#state;
    const now = Math.min(Math.max(nowMs, atMs), day.endsMs);
    const planned = plannedBetween(subtract(budget, picodollars(before)), atMs, now, day.endsMs);
    const over = Number(spent - planned);
    const turned = budget > 0n ? dial + (step * over) / Number(budget) : ceiling;
    this.#state = {
      ...this.#state,
      atMs: now,
      spent: before + spent,
      dial: Math.min(ceiling, Math.max(floor, turned)),
    };
  }
}

/** What of the rest of a budget is planned for the time from one moment to another, spread evenly until the day ends. */
function plannedBetween(
  rest: Picodollars,
  fromMs: number,
  toMs: number,
  endsMs: number,
): Picodollars {
  const left = Math.round(endsMs - fromMs);
  if (rest <= 0n || left <= 0) return ZERO;
  return divideRounded(rest, BigInt(left), BigInt(Math.round(toMs - fromMs)));
}
