import type { NewItem } from "@headgate/batch";
import {
  accountKey,
  amountOfRow,
  type Budget,
  type BudgetStore,
  claimsFor,
  compileBudgets,
  matchBudgets,
  refusalError,
  slotClock,
  steadyMs,
  worstCase,
} from "@headgate/budgets";
import { type HeadgateConfig, HeadgateError, type LedgerRow, rowId } from "@headgate/contract";
import { ceilingFor, type PriceBook } from "@headgate/pricing";
import { isJsonObject, requestBounds } from "@headgate/providers";
import type { BatchProviders } from "./batch-providers.ts";

type Labelled = Pick<NewItem, "callId" | "keyId" | "attribution" | "tags">;

/** A row may come so long after the deadline: a batch is read when its provider is done with it. */
const LATE_MS = 6 * 3_600_000;

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

  /** @throws HeadgateError `budget_exceeded`, `price_unknown`, `worst_case_unknown` or `budgets_unavailable` */
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

  /** What a request came to takes the place of what was held; what came beside it is spent as well. */
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
    if (row.final) {
      await store.settle({ lease: rowId(row.call_id, 0), amounts, simulated });
      return;
    }
    const lease = `${row.row_id}:beside`;
    const nowMs = this.#options.nowMs();
    const claims = matched.flatMap(({ budget, subject }) => {
      const amount = amounts.get(accountKey({ budget: budget.id, subject }));
      if (amount === undefined || amount === 0n) return [];
      const slots = slotsOf(budget, nowMs);
      return [{ budget: budget.id, subject, amount, slots, atExpiry: "spent" as const }];
    });
    if (claims.length === 0) return;
    const heldAtMs = steadyMs();
    await store.reserve({ lease, claims, heldAtMs, expiresAtMs: heldAtMs + LATE_MS });
    await store.settle({ lease, amounts, simulated });
  }

  #matched({ keyId, attribution, tags }: Labelled) {
    const { budgets } = this.#options.config();
    if (this.#compiled?.of !== budgets) {
      this.#compiled = { of: budgets, budgets: compileBudgets(budgets) };
    }
    return matchBudgets(this.#compiled.budgets, { keyId, attribution, tags });
  }

  #worstCase(item: NewItem, atMs: number) {
    const { config, prices, providers } = this.#options;
    const { provider: name, model } = item.target;
    const provider = providers.named(name);
    const { unknown_price, worst_case } = config();
    const priceProvider = provider?.priceProvider ?? name;
    const json: unknown = JSON.parse(Buffer.from(item.body).toString("utf8"));
    const operation = item.format === "openai.embeddings" ? "embeddings" : "chat";
    return worstCase({
      bounds: {
        ...requestBounds(
          { format: item.format, operation },
          { json: isJsonObject(json) ? json : undefined },
        ),
        bytes: item.body.length,
      },
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
