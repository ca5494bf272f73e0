import type { RoutePolicy } from "@headgate/contract";
import { BudgetPacer, defaultPacer } from "@headgate/levers";
import { PICODOLLARS_PER_DOLLAR, type Picodollars, parseDollars } from "@headgate/money";

const DAY_MS = 86_400_000;

type Paced = Readonly<{ budget: string; pacer: BudgetPacer }>;

/** The dials of policies that are held by dollars a day, of days in UTC. What was spent before a restart is not known to them. */
export class Pacers {
  readonly #paced = new Map<string, Paced>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** What a dollar is worth in quality now; undefined where the policy is not held by dollars. */
  lambda(policy: RoutePolicy, name: string | undefined): number | undefined {
    const nowMs = this.#nowMs();
    const perPicodollar = this.#pacer(policy, name)?.lambda(dayOf(nowMs), nowMs);
    return perPicodollar === undefined
      ? undefined
      : perPicodollar * Number(PICODOLLARS_PER_DOLLAR);
  }

  /** Takes note of what a call cost, and what it would have cost at the reference. */
  note(
    policy: RoutePolicy,
    name: string | undefined,
    call: Readonly<{ spent: Picodollars; reference: Picodollars }>,
  ): void {
    const nowMs = this.#nowMs();
    this.#pacer(policy, name)?.note(call, dayOf(nowMs), nowMs);
  }

  #pacer({ budget_per_day: budget }: RoutePolicy, name = ""): BudgetPacer | undefined {
    if (budget === undefined) return undefined;
    const known = this.#paced.get(name);
    if (known?.budget === budget) return known.pacer;
    const settings = { ...defaultPacer, budget: parseDollars(budget) };
    const pacer = new BudgetPacer(settings, dayOf(this.#nowMs()));
    this.#paced.set(name, { budget, pacer });
    return pacer;
  }
}

function dayOf(nowMs: number) {
  const beginsMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  return { beginsMs, endsMs: beginsMs + DAY_MS };
}
