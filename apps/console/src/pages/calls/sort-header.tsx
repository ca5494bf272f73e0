import { useNavigate } from "@tanstack/react-router";
import type { CallsSearch } from "../../search/calls-search.ts";
import type { ViewSearch } from "../../search/view-search.ts";
import { SortableHeader } from "../../ui/sortable-header.tsx";
import { ariaSort, nextSort, type SortColumn } from "./view-model.ts";

/** A column's header that sorts the list. */
export const SortHeader = ({
  column,
  label,
  current,
  numeric,
}: Readonly<{
  column: SortColumn;
  label: string;
  current: CallsSearch;
  numeric: boolean;
}>) => {
  const navigate = useNavigate();
  return (
    <SortableHeader
      label={label}
      numeric={numeric}
      direction={ariaSort(current, column)}
      onSort={() =>
        void navigate({
          to: "/calls",
          search: ({ offset: _first, ...previous }: ViewSearch & CallsSearch) => ({
            ...previous,
            ...nextSort(current, column),
          }),
          resetScroll: false,
        })
      }
    />
  );
};
