import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import type { CallsSearch } from "../../search/calls-search.ts";
import type { ViewSearch } from "../../search/view-search.ts";
import { ariaSort, nextSort, type SortColumn } from "./view-model.ts";

/** A column's header that sorts the list. */
export const SortHeader = ({
  column,
  label,
  unit,
  current,
  numeric,
}: Readonly<{
  column: SortColumn;
  label: string;
  unit?: string;
  current: CallsSearch;
  numeric: boolean;
}>) => {
  const navigate = useNavigate();
  const direction = ariaSort(current, column);
  const Arrow = direction === "ascending" ? IconArrowUp : IconArrowDown;
  return (
    <th scope="col" aria-sort={direction} className={numeric ? "number" : undefined}>
      <button
        type="button"
        className="sort-button"
        onClick={() =>
          void navigate({
            to: "/calls",
            search: ({ offset: _first, ...previous }: ViewSearch & CallsSearch) => ({
              ...previous,
              ...nextSort(current, column),
            }),
            resetScroll: false,
          })
        }
      >
        {label}
        {unit === undefined ? null : <span className="unit">{unit}</span>}
        <Arrow size={13} aria-hidden="true" />
      </button>
    </th>
  );
};
