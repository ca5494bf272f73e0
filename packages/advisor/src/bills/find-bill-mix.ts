import { spendCategoryNames } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { parseDollars } from "@headgate/money";
import { toMicrodollars } from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import { monthlyText, type Range } from "../findings/range.ts";
import { percent } from "../plans/demand-left.ts";
import { shownDollars } from "../plans/monthly-estimate.ts";

/** Below, nobody looks. */
const LEAST_PER_MONTH = 500e6;
/** Of all spend on AI. */
const LEAST_SHARE = 0.1;
/** Of 733 prices of answers in a batch that the price book has, 717 are half of the price at once (counted 2026-11-29). */
const OFF_IN_BATCH = 0.5;

const confidence: Finding["confidence"] = {
  level: "low",
  reason: "There was the bill alone: it says how much of what, not what it was for.",
};
const common = {
  scope: {},
  dollars: null,
  savedInRange: null,
  confidence,
  depth: "bills",
} as const;

/**
 * What the shares of a bill say is worth a look: prompts without the provider's cache, work that never waits for a batch, and
 * much of it for embeddings or storage. How much of it could be saved a bill does not tell, so there are no dollars, but
 * what each tenth is worth.
 */
export async function findBillMix(
  ledger: Pick<LedgerStore, "report">,
  range: Range,
): Promise<readonly Finding[]> {
  const about = {
    ...range,
    charge_category: "usage",
    billing_currency: "USD",
    limit: 100,
  } as const;
  const shares = async (
    by: "component" | "service_tier" | "category",
    only: Readonly<{ category?: string }> = {},
  ): Promise<ReadonlyMap<string | null, number>> => {
    const { rows } = await ledger.report("bill-by", { ...about, ...only, by });
    return new Map(
      rows.map(({ group, effective_cost: cost }) => [
        group,
        toMicrodollars(parseDollars(monthlyText(parseDollars(cost), range))),
      ]),
    );
  };
  const inference = { category: "inference" };
  const [components, tiers, categories] = [
    await shares("component", inference),
    await shares("service_tier", inference),
    await shares("category"),
  ];
  return [...cacheOf(components), ...batchOf(tiers), ...shareOf(categories)];
}

const amountOf = (shares: ReadonlyMap<string | null, number>, name: string): number => {
  const amount = shares.get(name);
  return amount === undefined ? 0 : amount;
};

/** A token that is read from a cache costs a tenth or so: where hardly any is, prompts are sent anew each time. */
function cacheOf(components: ReadonlyMap<string | null, number>): Finding[] {
  const input = amountOf(components, "input");
  const read = amountOf(components, "cache_read");
  if (input < LEAST_PER_MONTH || read > input * 0.01) return [];
  return [
    {
      ...common,
      kind: "bill-mix",
      phase: "quick_wins",
      subject: "cache",
      title: `Look whether prompts repeat: ${shownDollars(input)} a month is paid for input, and next to nothing for reading it from the cache`,
      steps: [
        "Send calls through the gateway, or import logs: what the provider's cache would save is then worked out call by call.",
      ],
      figures: [
        { what: "input, a month", value: shownDollars(input) },
        { what: "reads from the provider's cache, a month", value: shownDollars(read) },
      ],
      effortHours: 4,
    },
  ];
}

function batchOf(tiers: ReadonlyMap<string | null, number>): Finding[] {
  const all = [...tiers.values()].reduce((sum, one) => sum + one, 0);
  const batch = amountOf(tiers, "batch");
  if (all < LEAST_PER_MONTH || batch > all * 0.05) return [];
  return [
    {
      ...common,
      kind: "bill-mix",
      phase: "quick_wins",
      subject: "batch",
      title: `Look which work can wait: ${percent(batch / all)} of the use of models goes to a batch`,
      steps: [
        "Name the work that may take a day; a policy with batch sends it where the provider takes half.",
      ],
      figures: [
        { what: "use of models, a month", value: shownDollars(all) },
        {
          what: "what each tenth of it that can wait is worth a month",
          value: shownDollars((all / 10) * OFF_IN_BATCH),
        },
      ],
      effortHours: 8,
    },
  ];
}

function shareOf(categories: ReadonlyMap<string | null, number>): Finding[] {
  const told = [...categories].filter(([name]) => name !== "not_ai");
  const all = told.reduce((sum, [, one]) => sum + one, 0);
  return (["data_processing", "storage"] as const).flatMap((name): Finding[] => {
    const own = amountOf(categories, name);
    if (own < LEAST_PER_MONTH || own < all * LEAST_SHARE) return [];
    return [
      {
        ...common,
        kind: "bill-mix",
        phase: "quick_wins",
        subject: name,
        title: `Look at ${spendCategoryNames[name].toLowerCase()}: ${shownDollars(own)} a month, ${percent(own / all)} of the spend on AI`,
        steps:
          name === "storage"
            ? [
                "Delete old models, snapshots and indexes; move what is seldom read to colder storage.",
              ]
            : [
                "Embed again only what changed; look whether a vector store that is paid by the hour is asked all day.",
              ],
        figures: [
          { what: "a month", value: shownDollars(own) },
          { what: "of the spend on AI", value: percent(own / all) },
        ],
        effortHours: 8,
      },
    ];
  });
}
