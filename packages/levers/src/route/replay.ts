import type { ModelTier } from "@headgate/contract";
import { type Picodollars, subtract } from "@headgate/money";
import type { HistoryCall } from "../history/history.ts";
import { type Alternative, type KnownModel, priceAt, takes } from "../history/market.ts";
import type { CallSaving } from "../history/proposal.ts";
import { takingTurns } from "../history/taking-turns.ts";
import { dayOneChoice } from "./day-one.ts";

/** What one call would have come to. */
export type Tried = Readonly<{
  call: HistoryCall;
  /** Where it would have gone; undefined where it stays. */
  to: Alternative | undefined;
  price: Picodollars | undefined;
}>;

/** Chooses for each call of one model as day one does, by the task and tier that its row tells. */
export async function replayTiers(
  calls: readonly HistoryCall[],
  own: KnownModel & Readonly<{ priceProvider: string }>,
  pool: readonly Alternative[],
): Promise<readonly Tried[]> {
  const turn = takingTurns();
  const tried: Tried[] = [];
  for (const call of calls) {
    await turn();
    const { task, tier } = call.row.request_facts ?? {};
    const chosen =
      task === undefined || tier === undefined ? undefined : choiceFor(call, own, pool, tier);
    tried.push({ call, to: chosen?.one, price: chosen === undefined ? call.cost : chosen.cost });
  }
  return tried;
}

function choiceFor(
  call: HistoryCall,
  own: KnownModel & Readonly<{ priceProvider: string }>,
  pool: readonly Alternative[],
  tier: ModelTier,
) {
  const priced = pool
    .filter((one) => takes(one, call))
    .map((one) => ({ one, cost: priceAt(one, call, own.priceProvider) }));
  const { model } = dayOneChoice({
    setting: "tiers",
    task: { kind: "task", task: "", tier, by: "cues", reason: "" },
    pool: priced.map(({ one, cost }) => ({ model: one.name, tier: one.tier, cost })),
    reference: { model: "", tier: own.tier, cost: call.cost },
  });
  return priced.find(({ one }) => one.name === model);
}

/** Billed calls that were answered where their clients asked, each at a price of its own. */
export const isRoutable = ({ row, cost }: HistoryCall): boolean =>
  row.outcome === "completed" &&
  row.usage_origin === "provider" &&
  row.service_tier !== "batch" &&
  cost !== undefined &&
  cost > 0n &&
  (row.route === undefined ||
    row.route.reason === "shadow" ||
    row.route.chosen === row.route.reference);

/** A call that goes to another model, and what levers that act later find in its place. */
export function movedTo(
  call: HistoryCall,
  to: Alternative,
  costs: Readonly<{ before: Picodollars | undefined; after: Picodollars | undefined }>,
): CallSaving {
  const { before, after } = costs;
  if (before === undefined || after === undefined) return { call, saved: undefined, after: call };
  const { response_model: _answered, ...row } = call.row;
  const slash = to.name.indexOf("/");
  const [provider, model] = [to.name.slice(0, slash), to.name.slice(slash + 1)];
  return {
    call,
    saved: subtract(before, after),
    after: {
      ...call,
      cost: after,
      kind: to.kind,
      // What another kind of provider is asked in is not known.
      format: to.kind === call.kind ? call.format : undefined,
      model,
      row: { ...row, provider, sent_model: model },
    },
  };
}
