import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askCalls } from "../../api/reports.ts";
import type { CallsSearch } from "../../search/calls-search.ts";
import type { View } from "../../search/view-search.ts";
import { useAskedAgain } from "../../shell/held-still.ts";
import { spanOf } from "../../time/range.ts";

/** Calls on one page of the list. */
export const CALLS_ON_A_PAGE = 50;

const MOVE_ON_MS = 30_000;

/** One page of calls, asked again whenever the ledger grows. */
export const useCalls = (
  view: View,
  { sort = "time", order = "desc", offset = 0, lever, did, part, cut }: CallsSearch,
) =>
  useQuery({
    queryKey: ["ledger", "calls", view, sort, order, offset, lever, did, part, cut],
    queryFn: ({ signal }) =>
      askCalls(
        {
          span: spanOf(view.range, Date.now()),
          filter: view.filter,
          charges: view.charges,
          sort,
          order,
          offset,
          lever,
          did,
          part,
          cut,
          limit: CALLS_ON_A_PAGE,
        },
        signal,
      ),
    placeholderData: keepPreviousData,
    ...useAskedAgain(view.range.kind === "preset" ? MOVE_ON_MS : false),
  });
