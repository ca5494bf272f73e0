import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { withoutFilters } from "../search/view-search.ts";
import { AddFilter } from "./add-filter.tsx";
import { filterChips } from "./filter-chips.ts";
import { useChangeView, useView } from "./view-link.tsx";
import "./filter-bar.css";

/** The filters that are on, each with a way to take it off, and a way to add one. */
export const FilterBar = () => {
  const { filter } = useView();
  const changeView = useChangeView();
  const chips = filterChips(filter);
  return (
    <search className="filter-bar" aria-label="Filters">
      {chips.map((chip) => (
        <span className="filter-chip" key={chip.key}>
          <span className="filter-chip-words">
            <span className="filter-chip-name">{chip.name}</span>
            <span className={chip.none ? "filter-chip-value is-none" : "filter-chip-value"}>
              {chip.value}
            </span>
          </span>
          <button
            type="button"
            aria-label={`Remove filter ${chip.name} ${chip.value}`}
            onClick={() => changeView((search) => ({ ...search, [chip.key]: undefined }))}
          >
            <IconX size={13} aria-hidden="true" />
          </button>
        </span>
      ))}
      <AddFilter />
      {chips.length < 2 ? null : (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          onClick={() => changeView(withoutFilters)}
        >
          Clear all
        </Button>
      )}
    </search>
  );
};
