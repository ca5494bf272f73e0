import {
  accountKey,
  amountOfRow,
  type BudgetStore,
  claimsFor,
  type MatchedBudget,
  refusalError,
  steadyMs,
  type WorstCase,
  whileReopening,
  worstCase,
} from "@headgate/budgets";
import { HeadgateError, rowId } from "@headgate/contract";
import { ceilingFor } from "@headgate/pricing";
import { requestBounds } from "@headgate/providers";
import type { Logger } from "pino";
import type { AttemptFacts } from "../call/attempt.ts";
import type { Call } from "../call/call.ts";
import type { Target } from "../call/plan-targets.ts";
import type { Sending } from "../call/sending.ts";
import type { CameTo } from "../call/settle.ts";
import type { Counters } from "../counters.ts";
import type { BudgetRules } from "./budget-desk.ts";

/** An attempt that no budget has room for. */
export type BudgetRefusal = Readonly<{
  error: HeadgateError;
  /** `provider/model` that the refusing budget sends such calls to. */
  stepDownTo: string | undefined;
}>;

type Options = Readonly<{
  store: () => Promise<BudgetStore>;
  rules: BudgetRules;
  matched: readonly MatchedBudget[];
  call: Pick<Call, "id" | "request" | "deadlineMs">;
  counters: Counters;
  log: Logger;
  /** How long an attempt waits for a budget that is closed until control has opened it. */
  patienceMs: number;
}>;

/** What an attempt holds, until it is settled. */
type Lease = Readonly<{ worst: WorstCase }>;

/** After its last moment a call still has to be recorded. */
const RECORDING_MS = 60_000;

/** Holds one call to its budgets: a lease for each attempt, settled once with what the attempt came to. */
export class CallBudgets {
  readonly #options: Options;
  readonly #leases = new Map<number, Lease>();
  #steppedDown = false;

  constructor(options: Options) {
    // Of several without room the store names the first: one that sends calls to a cheaper model is asked before the others.
    const isStep = ({ budget }: MatchedBudget) => budget.config.at_limit === "step_down";
    const { matched } = options;
    this.#options = matched.some(isStep)
      ? {
          ...options,
          matched: [...matched.filter(isStep), ...matched.filter((one) => !isStep(one))],
        }
      : options;
  }

  /** From here on the call goes to the cheaper model, which may use the whole of a limit. */
  stepDown(): void {
    this.#steppedDown = true;
    this.#options.counters.budgets.stepsDown += 1;
  }

  /**
   * Holds the worst case of an attempt before it is sent.
   * @returns the refusal where a budget has no room, or nothing bounds what it can cost
   * @throws HeadgateError `budgets_unavailable`, or `budgets_reopening` where one is closed for longer than a call waits
   */
  async reserve(
    target: Target,
    sending: Sending,
    index: number,
  ): Promise<BudgetRefusal | undefined> {
    return whileReopening(() => this.#reserve(target, sending, index), this.#options.patienceMs);
  }

  async #reserve(
    target: Target,
    sending: Sending,
    index: number,
  ): Promise<BudgetRefusal | undefined> {
    const { store, rules, matched, call } = this.#options;
    const nowMs = Date.now();
    const worst = this.#worstCase(target, sending, nowMs);
    const claims = claimsFor(matched, (budget, atMs) => slotsOf(rules, budget.id, atMs), {
      worst,
      attempt: index,
      nowMs,
      steppedDown: this.#steppedDown,
    });
    if ("unknown" in claims) {
      return { error: unbounded(claims.unknown, claims.reason), stepDownTo: undefined };
    }
    const lease = rowId(call.id, index);
    const reserved = await (await store()).reserve({
      lease,
      claims,
      heldAtMs: steadyMs(),
      expiresAtMs: call.deadlineMs + RECORDING_MS,
      ...(typeof worst.dollars === "bigint" && { worstDollars: worst.dollars }),
    });
    if (reserved.kind === "granted") {
      this.#leases.set(index, { worst });
      return undefined;
    }
    const claim = claims[reserved.claim];
    const budget = matched[reserved.claim]?.budget;
    if (claim === undefined || budget === undefined)
      throw new Error("an unknown claim was refused");
    this.#count(budget.name);
    return {
      error: refusalError(budget, claim, reserved, nowMs),
      stepDownTo: this.#steppedDown ? undefined : budget.config.step_down_to,
    };
  }

  /** How many tokens of an answer an attempt's lease covers; undefined where it holds none. */
  heldOutput(index: number): number | undefined {
    return this.#leases.get(index)?.worst.outputTokens;
  }

  /** An attempt that was not made after all. */
  released(index: number): void {
    const amounts = new Map(this.#accounts().map(([key]) => [key, 0n]));
    this.#settle(index, amounts, false);
  }

  /**
   * An attempt that failed, before its row is written: what it held is free for the next one. One that may
   * be billed all the same is spent at its worst case, as its row will say that its charge is unknown.
   */
  failed({ index, neverSent, status, target }: AttemptFacts): void {
    const isFree = neverSent || (status !== undefined && status >= 400);
    const amounts = new Map<string, bigint>();
    for (const [key, { budget }] of this.#accounts()) {
      if (budget.measure === "concurrency") amounts.set(key, 0n);
      else if (budget.measure === "requests") amounts.set(key, index === 0 ? 1n : 0n);
      else if (isFree) amounts.set(key, 0n);
    }
    if (!isFree) this.#options.counters.budgets.settledAtWorstCase += 1;
    this.#settle(index, amounts, target.provider.config.simulated);
  }

  /** What an attempt came to takes the lease's place: its row is in the spool, or will be. */
  recorded(row: CameTo): void {
    const amounts = new Map<string, bigint>();
    const lease = this.#leases.get(row.attempt);
    if (lease === undefined) return;
    const { counters, log } = this.#options;
    let known = true;
    for (const [key, { budget }] of this.#accounts()) {
      const amount = amountOfRow(budget, row);
      if (amount === undefined) known = false;
      else amounts.set(key, amount);
      if (budget.measure !== "dollars" || amount === undefined) continue;
      if (typeof lease.worst.dollars === "bigint" && amount > lease.worst.dollars) {
        counters.budgets.aboveWorstCase += 1;
        log.error({ rowId: row.row_id }, "an attempt cost more than its worst case; report it");
      }
    }
    if (!known) counters.budgets.settledAtWorstCase += 1;
    this.#settle(row.attempt, amounts, row.simulated);
  }

  #settle(index: number, amounts: ReadonlyMap<string, bigint>, simulated: boolean): void {
    if (!this.#leases.delete(index)) return;
    const { store, call, log } = this.#options;
    const lease = rowId(call.id, index);
    // Nobody waits for it: the lease holds at least as much until it is done.
    store()
      .then((opened) => opened.settle({ lease, amounts, simulated }))
      .catch((error: unknown) => {
        log.error({ lease, error: String(error) }, "a lease stays held until its time is over");
      });
  }

  #accounts(): readonly (readonly [string, MatchedBudget])[] {
    return this.#options.matched.map((one) => [
      accountKey({ budget: one.budget.id, subject: one.subject }),
      one,
    ]);
  }

  #worstCase({ provider, model }: Target, sending: Sending, nowMs: number): WorstCase {
    const { rules, call } = this.#options;
    const sent = model ?? call.request.model;
    const ceiling = ceilingFor(rules.priceBook, {
      provider: provider.priceProvider,
      providerName: provider.name,
      models: sent === undefined ? [] : [sent],
      ...provider.priceContext,
      atMs: nowMs,
      ceilings: rules.config.unknown_price.ceilings,
    });
    return worstCase({
      bounds: { ...requestBounds(sending.wire, sending.request), bytes: sending.body.length },
      ceiling,
      config: rules.config.worst_case,
      names: [`${provider.name}/${sent ?? ""}`, `${provider.priceProvider}/${sent ?? ""}`],
    });
  }

  #count(name: string): void {
    const { refused } = this.#options.counters.budgets;
    const before = refused.get(name);
    refused.set(name, before === undefined ? 1 : before + 1);
  }
}

function slotsOf({ clocks }: BudgetRules, id: string, nowMs: number) {
  const clock = clocks.get(id);
  if (clock === undefined) throw new Error(`budget ${id} has no clock`);
  return clock(nowMs);
}

const unbounded = (what: "price" | "unmeasured", reason: string): HeadgateError =>
  what === "price"
    ? new HeadgateError("price_unknown", `A budget covers the call: ${reason}.`)
    : new HeadgateError("worst_case_unknown", `The request asks for ${reason}.`, {
        param: reason,
      });
