import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { CallsSearch } from "../search/calls-search.ts";
import { keptSearch, type View, type ViewSearch, viewOf } from "../search/view-search.ts";
import { useFirstRange } from "./first-range.tsx";

/** The address's range and filters, on the pages that have them. */
export const useViewSearch = (): ViewSearch => useSearch({ from: "/view" });

/** What the address asks to see. */
export const useView = (): View => {
  const search = useViewSearch();
  const first = useFirstRange();
  return useMemo(() => viewOf(search, first), [search, first]);
};

/** The address of the calls behind a number: the same range and filters, and more of them. */
export const callsBehind = (
  search: ViewSearch,
  more: ViewSearch & CallsSearch = {},
): ViewSearch & CallsSearch => ({ ...keptSearch(search), ...more });

/** Changes range or filters; a list begins at its first page again. */
export const useChangeView = (): ((change: (search: ViewSearch) => ViewSearch) => void) => {
  const navigate = useNavigate();
  return useCallback(
    (change) => {
      void navigate({
        to: ".",
        search: (previous: ViewSearch & CallsSearch) => {
          const { offset: _firstPage, ...rest } = previous;
          return change(rest);
        },
      });
    },
    [navigate],
  );
};
