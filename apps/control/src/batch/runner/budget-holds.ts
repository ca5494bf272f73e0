import type { NewItem } from "@headgate/batch";
import {
  accountKey,
  amountOfRow,
  type Budget,
  type BudgetStore,
  type Claim,
  claimsFor,
  compileBudgets,
  type MatchedBudget,
  matchBudgets,
  OPENING_PATIENCE_MS,
  refusalError,
  slotClock,
  steadyMs,
  type WorstCase,
  whileReopening,
  worstCase,
} from "@headgate/budgets";
import { type HeadgateConfig, HeadgateError, type LedgerRow, rowId } from "@headgate/contract";
import { ceilingFor, type PriceBook } from "@headgate/pricing";
import { isJsonObject, requestBounds } from "@headgate/providers";
import type { BatchProviders } from "./batch-providers.ts";

type Labelled = Pick<NewItem, "callId" | "keyId" | "attribution" | "tags">;

/** A row may come so long after the deadline: a batch is read when its provider is done with it. */
const LATE_MS = 6 * 3_600_000;

type Bounded = Readonly<{
  provider: string;
  model: string;
  bounds: Parameters<typeof worstCase>[0]["bounds"];
  atMs: number;
}>;

type Options = Readonly<{
  store: () => Promise<BudgetStore>;
  config: () => HeadgateConfig;
  prices: () => PriceBook;
  providers: BatchProviders;
  nowMs: () => number;
}>;

/**
 * Holds the worst case of work that waits in each budget that it counts to, from admission until its row is in the spool. At
 * the standard rates: it may yet be asked in real time.
 */
export class BudgetHolds {
  readonly #options: Options;
  #compiled: Readonly<{ of: HeadgateConfig["budgets"]; budgets: readonly Budget[] }> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Holds a request that is taken in. It waits for a budget that is being opened, as a call does.
   *
   * @throws HeadgateError `budget_exceeded`, `price_unknown`, `worst_case_unknown`, `budgets_unavailable` or
   *   `budgets_reopening`
   */
  async admit(item: NewItem): Promise<void> {
    await whileReopening(() => this.hold(item), OPENING_PATIENCE_MS);
  }

  /** Holds a request, and waits for no budget: of many that are held again each would. @throws HeadgateError as `admit` */
  async hold(item: NewItem): Promise<void> {
    const matched = this.#matched(item);
    if (matched.length === 0) return;
    const nowMs = this.#options.nowMs();
    const claims = claimsFor(matched, slotsOf, {
      worst: this.#worstCase(item, nowMs),
      ...{ attempt: 0, nowMs, steppedDown: false },
    });
    if ("unknown" in claims) {
      throw claims.unknown === "price"
        ? new HeadgateError("price_unknown", `A budget covers the call: ${claims.reason}.`)
        : new HeadgateError("worst_case_unknown", `The request asks for ${claims.reason}.`, {
            param: claims.reason,
          });
    }
    const heldAtMs = steadyMs();
    const reserved = await (await this.#options.store()).reserve({
      lease: rowId(item.callId, 0),
      claims,
      heldAtMs,
      expiresAtMs: heldAtMs + Math.max(item.deadlineMs - nowMs, 0) + LATE_MS,
    });
    if (reserved.kind === "granted") return;
    const [claim, budget] = [claims[reserved.claim], matched[reserved.claim]?.budget];
    if (claim === undefined || budget === undefined)
      throw new Error("an unknown claim was refused");
    throw refusalError(budget, claim, reserved, nowMs);
  }

  /** Gives back what is held for a request that goes another way or nowhere. */
  async release(item: Labelled): Promise<void> {
    const matched = this.#matched(item);
    if (matched.length === 0) return;
    const amounts = new Map(
      matched.map(({ budget, subject }) => [accountKey({ budget: budget.id, subject }), 0n]),
    );
    await (await this.#options.store()).settle({
      ...{ lease: rowId(item.callId, 0), amounts, simulated: false },
    });
  }

  /**
   * What a request came to takes the place of what was held, and is spent where nothing is: it may have been asked anew while no
   * budget had room. What came beside it is spent as well. A row that is told again is counted once.
   */
  async recorded(row: LedgerRow): Promise<void> {
    const labels = {
      ...{ callId: row.call_id, keyId: row.key_id ?? "" },
      ...{ attribution: row.attribution, tags: row.tags },
    };
    const matched = this.#matched(labels);
    if (matched.length === 0) return;
    const store = await this.#options.store();
    const amounts = new Map<string, bigint>();
    for (const { budget, subject } of matched) {
      // Not known stays held at its worst case.
      const amount = amountOfRow(budget, row);
      if (amount !== undefined) amounts.set(accountKey({ budget: budget.id, subject }), amount);
    }
    const { simulated } = row;
    const held = rowId(row.call_id, 0);
    const claims = await this.#beside(row, matched, amounts);
    if (claims.length === 0 && !row.final) return;
    const lease = row.final ? held : `${row.row_id}:beside`;
    try {
      await store.spend({ lease, claims, amounts, simulated, atMs: row.started_at_ms });
    } catch (error) {
      if (!row.final) throw error;
      // Counters that are away are told of what they hold when they are back. Else the row would be written again and again.
      const settled = await store.settle({ lease, amounts, simulated });
      if (settled === "not_held") throw error;
    }
  }

  /** What an attempt that was not the last is spent at beside what is held for its request, which goes on. */
  async #beside(
    row: LedgerRow,
    matched: readonly MatchedBudget[],
    amounts: ReadonlyMap<string, bigint>,
  ): Promise<readonly Claim[]> {
    const nowMs = this.#options.nowMs();
    const isUnknown = matched.some(
      ({ budget, subject }) => !amounts.has(accountKey({ budget: budget.id, subject })),
    );
    // What nobody knows is spent at its worst case: what its request holds, or what its row leaves possible.
    const held = isUnknown ? await (await this.#options.store()).held(rowId(row.call_id, 0)) : [];
    const worst = new Map(held.map((one) => [accountKey(one), one.amount]));
    const claims: Claim[] = [];
    for (const { budget, subject } of matched) {
      const account = { budget: budget.id, subject };
      const amount =
        amounts.get(accountKey(account)) ??
        worst.get(accountKey(account)) ??
        this.#worstOfRow(budget, row);
      if (amount === 0n) continue;
      claims.push({ ...account, amount, slots: slotsOf(budget, nowMs), atExpiry: "spent" });
    }
    return claims;
  }

  #worstOfRow({ measure }: Budget, row: LedgerRow): bigint {
    const worst = this.#worstOf({
      provider: row.provider,
      model: row.sent_model ?? row.request_model ?? "",
      atMs: row.started_at_ms,
      bounds: {
        // A row does not say what its request held: nothing bounds it but its model.
        ...{ bytes: Number.MAX_SAFE_INTEGER, promptIsInBytes: false },
        ...{ answerTokens: undefined, hasAnswer: row.operation === "chat", answers: 1 },
        unmeasured: undefined,
      },
    });
    if (measure === "tokens") return BigInt(worst.inputTokens + worst.outputTokens);
    // Without a price nothing says what it can have come to: its row and its call say so.
    return measure === "dollars" && typeof worst.dollars === "bigint" ? worst.dollars : 0n;
  }

  /** Nothing of what waits is under way: lanes are held by the gateway, when it asks. */
  #matched({ keyId, attribution, tags }: Labelled) {
    const { budgets } = this.#options.config();
    if (this.#compiled?.of !== budgets) {
      const counted = compileBudgets(budgets).filter(({ measure }) => measure !== "concurrency");
      this.#compiled = { of: budgets, budgets: counted };
    }
    return matchBudgets(this.#compiled.budgets, { keyId, attribution, tags });
  }

  #worstCase(item: NewItem, atMs: number): WorstCase {
    const { provider, model } = item.target;
    const json: unknown = JSON.parse(Buffer.from(item.body).toString("utf8"));
    const operation = item.format === "openai.embeddings" ? "embeddings" : "chat";
    const stated = requestBounds(
      { format: item.format, operation },
      { json: isJsonObject(json) ? json : undefined },
    );
    return this.#worstOf({ provider, model, atMs, bounds: { ...stated, bytes: item.body.length } });
  }

  #worstOf({ provider: name, model, bounds, atMs }: Bounded): WorstCase {
    const { config, prices, providers } = this.#options;
    const provider = providers.named(name);
    const { unknown_price, worst_case } = config();
    const priceProvider = provider?.priceProvider ?? name;
    return worstCase({
      bounds,
      ceiling: ceilingFor(prices(), {
        ...{ provider: priceProvider, providerName: name, models: [model], atMs },
        ...{ region: provider?.region, ownNames: provider?.ownNames },
        ceilings: unknown_price.ceilings,
      }),
      config: worst_case,
      names: [`${name}/${model}`, `${priceProvider}/${model}`],
    });
  }
}

const slotsOf = (budget: Budget, nowMs: number) => slotClock(budget)(nowMs);
