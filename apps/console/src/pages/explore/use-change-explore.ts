import { useNavigate } from "@tanstack/react-router";
import { type ExploreSearch, readExploreSearch } from "../../search/explore-search.ts";
import { keptSearch, type ViewSearch } from "../../search/view-search.ts";

/** Changes what is explored; what comes to stand at its default leaves the address. */
export const useChangeExplore = (): ((change: ExploreSearch) => void) => {
  const navigate = useNavigate();
  return (change) =>
    void navigate({
      to: "/explore",
      search: (previous: ViewSearch & ExploreSearch) => ({
        ...keptSearch(previous),
        ...readExploreSearch({ ...previous, ...change }),
      }),
      resetScroll: false,
    });
};

/** The same of bills, which a ledger without calls shows though its address does not say so. */
export const useChangeExploredBills = (): ((change: ExploreSearch) => void) => {
  const change = useChangeExplore();
  return (more) => change({ of: "bills", ...more });
};
