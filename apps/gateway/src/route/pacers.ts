import { join } from "node:path";
import type { RoutePolicy } from "@headgate/contract";
import { BudgetPacer, defaultPacer, type PacerState } from "@headgate/levers";
import { PICODOLLARS_PER_DOLLAR, type Picodollars, parseDollars } from "@headgate/money";
import type { Logger } from "pino";
import { z } from "zod";
import { KeptState, readKept } from "./kept-state.ts";

const DAY_MS = 86_400_000;

type Paced = Readonly<{ budget: string; pacer: BudgetPacer }>;

/** By the policy's name: the budget that it was paced for, and how the pacer stands. */
const fileSchema = z.record(
  z.string(),
  z.strictObject({
    budget: z.string(),
    dial: z.number(),
    beginsMs: z.number(),
    atMs: z.number(),
    /** Picodollars. */
    spent: z.string().regex(/^-?\d+$/),
    yardstick: z.number().optional(),
  }),
);
type Kept = z.infer<typeof fileSchema>[string];

/** The dials of policies that are held by dollars a day, of days in UTC. They go on after a restart where they stood. */
export class Pacers {
  readonly #paced = new Map<string, Paced>();
  readonly #before: Readonly<Record<string, Kept>>;
  readonly #kept: KeptState;
  readonly #nowMs: () => number;

  constructor({
    folder,
    log,
    nowMs,
  }: Readonly<{ folder: string; log: Logger; nowMs: () => number }>) {
    const file = join(folder, "pacers.json");
    const lost = "what was spent today is not known to the pacers";
    this.#nowMs = nowMs;
    this.#before = readKept(file, fileSchema, { log, lost }) ?? {};
    this.#kept = new KeptState({ file, log, value: () => this.#written() });
  }

  /** What a dollar is worth in quality now; undefined where the policy is not held by dollars. */
  lambda(policy: RoutePolicy, name: string | undefined): number | undefined {
    const nowMs = this.#nowMs();
    const perPicodollar = this.#pacer(policy, name)?.lambda(dayOf(nowMs), nowMs);
    return perPicodollar === undefined ? undefined : perPicodollar * Number(PICODOLLARS_PER_DOLLAR);
  }

  /** Takes note of what a call cost, and what it would have cost at the reference. */
  note(
    policy: RoutePolicy,
    name: string | undefined,
    call: Readonly<{ spent: Picodollars; reference: Picodollars }>,
  ): void {
    const nowMs = this.#nowMs();
    const pacer = this.#pacer(policy, name);
    if (pacer === undefined) return;
    pacer.note(call, dayOf(nowMs), nowMs);
    this.#kept.changed();
  }

  /** Takes note of a call that no model was chosen for, or of which nobody knows what the reference would have cost. */
  noteBeside(policy: RoutePolicy, name: string | undefined, spent: Picodollars): void {
    this.#spend(this.#pacer(policy, name), spent);
  }

  /** Takes note of what was asked to learn from a policy's calls: tries, trials and the judge. */
  noteLearning(name: string | undefined, spent: Picodollars): void {
    // It was made by the first of its calls, for which the dial was asked.
    this.#spend(this.#paced.get(name ?? "")?.pacer, spent);
  }

  save(): void {
    this.#kept.save();
  }

  #spend(pacer: BudgetPacer | undefined, spent: Picodollars): void {
    if (pacer === undefined) return;
    const nowMs = this.#nowMs();
    pacer.spend(spent, dayOf(nowMs), nowMs);
    this.#kept.changed();
  }

  #pacer({ budget_per_day: budget }: RoutePolicy, name = ""): BudgetPacer | undefined {
    if (budget === undefined) return undefined;
    const known = this.#paced.get(name);
    if (known?.budget === budget) return known.pacer;
    const settings = { ...defaultPacer, budget: parseDollars(budget) };
    const before = this.#before[name];
    // Of another budget it would go on from a dial that was turned for that.
    const state = known === undefined && before?.budget === budget ? stateOf(before) : undefined;
    const pacer = new BudgetPacer(settings, dayOf(this.#nowMs()), state);
    this.#paced.set(name, { budget, pacer });
    return pacer;
  }

  /** What was kept of policies that no call came for yet stays. */
  #written(): Record<string, Kept> {
    const now = [...this.#paced].map(([name, { budget, pacer }]): [string, Kept] => {
      const { dial, beginsMs, atMs, spent, yardstick } = pacer.state;
      const kept = { budget, dial, beginsMs, atMs, spent: String(spent) };
      return [name, { ...kept, ...(yardstick !== undefined && { yardstick }) }];
    });
    return { ...this.#before, ...Object.fromEntries(now) };
  }
}

const stateOf = ({ dial, beginsMs, atMs, spent, yardstick }: Kept): PacerState => ({
  dial,
  beginsMs,
  atMs,
  spent: BigInt(spent),
  yardstick,
});

function dayOf(nowMs: number) {
  const beginsMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  return { beginsMs, endsMs: beginsMs + DAY_MS };
}
