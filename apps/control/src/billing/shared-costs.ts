import type { HeadgateConfig, SharedReport, sharedQuery } from "@headgate/contract";
import type { CostSubject, LedgerStore } from "@headgate/ledger";
import { formatDollars, type Picodollars, sum } from "@headgate/money";
import { fieldsOfShared, splitShared } from "@headgate/sources";
import type { z } from "@hono/zod-openapi";

type Row = SharedReport["rows"][number];

/** What each value of a label costs of its own and by the rules of `attribution.shared`, each currency by itself. */
export async function sharedCosts(
  ledger: Pick<LedgerStore, "report">,
  { attribution }: Pick<HeadgateConfig, "attribution">,
  { from, to, by, over }: z.output<typeof sharedQuery>,
): Promise<SharedReport> {
  const { tags, labels } = fieldsOfShared(attribution);
  const subjects = await ledger.report("cost-subjects", {
    ...{ from, to, over, tags },
    labels: [...new Set([by, ...labels])],
  });
  const currencies = [...new Set(subjects.map(({ currency }) => currency))].sort();
  const split = currencies.map((currency) => {
    const inCurrency = subjects.filter((subject) => subject.currency === currency);
    const groups = splitShared(attribution, by, inCurrency.map(splitSubject)).map(
      ({ group, own, parts }) => ({ group, own, parts, total: sum([own, ...parts.values()]) }),
    );
    const rows = groups
      .sort((a, b) => byTotal(a.total, b.total))
      .map(
        ({ group, own, parts, total }): Row => ({
          ...{ group, currency },
          own: formatDollars(own),
          shared: formatDollars(sum(parts.values())),
          parts: [...parts].map(([rule, cost]) => ({ rule, cost: formatDollars(cost) })),
          total: formatDollars(total),
        }),
      );
    const own = sum(groups.map((group) => group.own));
    const total = sum(groups.map((group) => group.total));
    const shared = sum(groups.flatMap(({ parts }) => [...parts.values()]));
    return {
      rows,
      total: {
        currency,
        own: formatDollars(own),
        shared: formatDollars(shared),
        total: formatDollars(total),
      },
    };
  });
  return {
    ...{ by, over },
    rows: split.flatMap(({ rows }) => rows),
    totals: split.map(({ total }) => total),
    unpriced_attempts: subjects.reduce(
      (count, { unpricedAttempts }) => count + unpricedAttempts,
      0,
    ),
    simulated_cost:
      over === "bills" ? null : (await ledger.report("totals", { from, to })).totals.simulated_cost,
  };
}

const splitSubject = ({ names, tags, labels, cost }: CostSubject) => ({
  subject: { ...names, tags },
  labels,
  cost,
});

const byTotal = (a: Picodollars, b: Picodollars): number => (a === b ? 0 : a > b ? -1 : 1);
