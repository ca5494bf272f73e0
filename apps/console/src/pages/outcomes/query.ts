import type { OutcomeGrain } from "@headgate/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askOutcomeList, askOutcomes } from "../../api/outcomes.ts";
import type { OutcomesSearch } from "../../search/outcomes-search.ts";
import type { View } from "../../search/view-search.ts";
import { useAskedAgain } from "../../shell/held-still.ts";
import { MAX_POINTS } from "../../time/grain.ts";
import { spanOf } from "../../time/range.ts";
import { DAY_MS, type TimeSpan } from "../../time/time-span.ts";

/** Outcomes on one page of the list. */
export const OUTCOMES_ON_A_PAGE = 25;
const NAMED_GROUPS = 20;
const MOVE_ON_MS = 30_000;
const DAYS_READ_ONE_BY_ONE = 21;

/** Days of a short span, else weeks; months where there are more weeks than a chart has points. */
export const outcomeGrainFor = ({ fromMs, toMs }: TimeSpan): OutcomeGrain => {
  const days = (toMs - fromMs) / DAY_MS;
  if (days <= DAYS_READ_ONE_BY_ONE) return "day";
  return days / 7 < MAX_POINTS ? "week" : "month";
};

/** Outcomes of a range: their costs by name, over time, and by a dimension where one is named. */
export const useOutcomes = (view: View, search: OutcomesSearch) => {
  const { named: name, by, grain: chosen } = search;
  return useQuery({
    queryKey: ["ledger", "outcomes", view, name, by, chosen],
    queryFn: async ({ signal }) => {
      const span = spanOf(view.range, Date.now());
      const grain = chosen ?? outcomeGrainFor(span);
      const asked = { span, filter: view.filter, charges: view.charges, limit: NAMED_GROUPS };
      const [all, overTime, groups] = await Promise.all([
        // Every name stays to choose from, whichever is looked at.
        name === undefined ? undefined : askOutcomes({ ...asked, name: undefined }, signal),
        askOutcomes({ ...asked, name, grain }, signal),
        by === undefined ? undefined : askOutcomes({ ...asked, name, by }, signal),
      ]);
      return { span, grain, name, by, names: (all ?? overTime).names, overTime, groups };
    },
    placeholderData: keepPreviousData,
    ...useAskedAgain(view.range.kind === "preset" ? MOVE_ON_MS : false),
  });
};
export type OutcomesAnswer = NonNullable<ReturnType<typeof useOutcomes>["data"]>;

/** One page of single outcomes. */
export const useOutcomeList = (
  { range, charges }: View,
  { named: name, joined, offset = 0 }: OutcomesSearch,
) =>
  useQuery({
    queryKey: ["ledger", "outcome-list", range, charges, name, joined, offset],
    queryFn: ({ signal }) =>
      askOutcomeList(
        {
          span: spanOf(range, Date.now()),
          charges,
          name,
          joined,
          offset,
          limit: OUTCOMES_ON_A_PAGE,
        },
        signal,
      ),
    placeholderData: keepPreviousData,
    ...useAskedAgain(false),
  });
