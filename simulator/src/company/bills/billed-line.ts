import type { TokenBucket } from "@headgate/contract";
import type { PricedCall } from "../company-call.ts";
import type { ModelRoute } from "../model-route.ts";

/** What a bill says of one day, model, team and kind of token. */
export type BilledLine = Readonly<{
  /** `yyyy-mm-dd`, UTC: the day that the bill names. */
  day: string;
  route: ModelRoute;
  team: string;
  component: TokenBucket;
  quantity: bigint;
  unitPrice: bigint;
  picodollars: bigint;
}>;

/** What a provider's usage report says of one day, model and team. */
export type UsageSum = Readonly<{
  day: string;
  route: ModelRoute;
  team: string;
  calls: number;
  quantities: ReadonlyMap<TokenBucket, bigint>;
}>;

type Sum = {
  readonly day: string;
  readonly route: ModelRoute;
  readonly team: string;
  calls: number;
  readonly quantities: Map<TokenBucket, bigint>;
  readonly prices: Map<TokenBucket, bigint>;
};

/** Bills know no reasoning: it is in the output. */
const billedAs = (component: TokenBucket): TokenBucket =>
  component === "reasoning" ? "output" : component;

/** Adds calls up as providers bill them. Memory grows with days, models and teams, not with calls. */
export class BilledUsage {
  readonly #sums = new Map<string, Sum>();

  /** Failures are not billed, nor in the sums of requests. */
  add(call: PricedCall): void {
    if (call.failed) return;
    const { day, feature, lines, route } = call;
    const key = [day, route.provider, route.model, route.tier, route.scope, feature.team].join(" ");
    let sum = this.#sums.get(key);
    if (sum === undefined) {
      sum = { day, route, team: feature.team, calls: 0, quantities: new Map(), prices: new Map() };
      this.#sums.set(key, sum);
    }
    sum.calls += 1;
    for (const { component, quantity, unitPrice } of lines) {
      const billed = billedAs(component);
      const before = sum.quantities.get(billed);
      sum.quantities.set(billed, (before === undefined ? 0n : before) + BigInt(quantity));
      sum.prices.set(billed, unitPrice);
    }
  }

  /** In the order of days. */
  sums(provider: ModelRoute["provider"]): readonly UsageSum[] {
    return [...this.#sums.values()].filter(({ route }) => route.provider === provider);
  }

  lines(provider: ModelRoute["provider"]): readonly BilledLine[] {
    return [...this.#sums.values()]
      .filter(({ route }) => route.provider === provider)
      .flatMap(({ day, route, team, quantities, prices }) =>
        [...quantities].flatMap(([component, quantity]) => {
          const unitPrice = prices.get(component);
          return unitPrice === undefined
            ? []
            : [
                {
                  day,
                  route,
                  team,
                  component,
                  quantity,
                  unitPrice,
                  picodollars: quantity * unitPrice,
                },
              ];
        }),
      );
  }
}
