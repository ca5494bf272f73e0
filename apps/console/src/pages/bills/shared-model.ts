import type { SharedReport } from "@headgate/contract";
import { moneyText } from "../../format/money-text.ts";

type Wire = SharedReport["rows"][number];

type SharedLine = Readonly<{
  key: string;
  label: string;
  own: string;
  shared: string;
  /** The rules by which it has its part; empty where it has none. */
  rules: string;
  total: string;
}>;

/** Shared costs of one currency: amounts of two are never added up. */
export type CurrencyShared = Readonly<{
  currency: string;
  /** Dearest first; what no team is known for stands last. */
  lines: readonly SharedLine[];
  all: Readonly<{ own: string; shared: string; total: string }>;
}>;

/** What is shared, one currency after another; undefined where no rule splits anything. */
export const sharedOf = ({
  rows,
  totals,
}: Pick<SharedReport, "rows" | "totals">): readonly CurrencyShared[] | undefined => {
  if (rows.every(({ parts }) => parts.length === 0)) return undefined;
  return totals.map(({ currency, ...all }) => {
    const here = rows.filter((row) => row.currency === currency);
    const show = (amount: string): string => moneyText(amount, currency);
    const named = here.filter(({ group }) => group !== null);
    const unallocated = here.filter(({ group }) => group === null);
    return {
      currency,
      lines: [...named, ...unallocated].map((row) => lineOf(row, show)),
      all: { own: show(all.own), shared: show(all.shared), total: show(all.total) },
    };
  });
};

const lineOf = (
  { group, own, shared, parts, total }: Wire,
  show: (amount: string) => string,
): SharedLine => {
  const [only, ...others] = parts;
  return {
    key: group === null ? "none" : `=${group}`,
    label: group ?? "Unallocated",
    own: show(own),
    shared: show(shared),
    rules:
      only !== undefined && others.length === 0
        ? only.rule
        : parts.map(({ rule, cost }) => `${rule} ${show(cost)}`).join(", "),
    total: show(total),
  };
};
