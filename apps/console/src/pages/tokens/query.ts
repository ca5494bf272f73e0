import type { Dimension, TimeGrain } from "@headgate/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askTokens } from "../../api/tokens.ts";
import type { View } from "../../search/view-search.ts";
import { useAskedAgain } from "../../shell/held-still.ts";
import { spanOf } from "../../time/range.ts";
import { DAY_MS, type TimeSpan } from "../../time/time-span.ts";

const MOVE_ON_MS = 30_000;
/** Values that are named at most; the rest is one row. */
const NAMED = 20;

/** Hours of up to two days, days of up to a year, else months. */
const grainFor = ({ fromMs, toMs }: TimeSpan): TimeGrain => {
  const days = (toMs - fromMs) / DAY_MS;
  if (days <= 2) return "hour";
  return days <= 366 ? "day" : "month";
};

/** Where tokens went in a range. */
export const useTokens = (view: View, by: Dimension) =>
  useQuery({
    queryKey: ["ledger", "tokens", view, by],
    queryFn: async ({ signal }) => {
      const span = spanOf(view.range, Date.now());
      const grain = grainFor(span);
      const { filter, charges } = view;
      const report = await askTokens({ span, filter, charges, by, limit: NAMED, grain }, signal);
      return { span, grain, by, report };
    },
    placeholderData: keepPreviousData,
    ...useAskedAgain(view.range.kind === "preset" ? MOVE_ON_MS : false),
  });
export type TokensView = NonNullable<ReturnType<typeof useTokens>["data"]>;
