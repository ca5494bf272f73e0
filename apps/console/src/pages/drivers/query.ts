import type { Dimension } from "@headgate/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askDrivers } from "../../api/insight.ts";
import type { View } from "../../search/view-search.ts";
import { useAskedAgain } from "../../shell/held-still.ts";
import { spanOf } from "../../time/range.ts";

const NAMED_DRIVERS = 5;
const STALE_MS = 30_000;

/** What moved the cost of a view against the range before, by a dimension's values. */
export const useDrivers = ({ range, filter }: View, by: Dimension) =>
  useQuery({
    queryKey: ["drivers", range, filter, by],
    queryFn: ({ signal }) =>
      askDrivers({ span: spanOf(range, Date.now()), filter, by, limit: NAMED_DRIVERS }, signal),
    placeholderData: keepPreviousData,
    ...useAskedAgain(false),
    staleTime: STALE_MS,
  });
