import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import "./sortable-header.css";

/** A column's header that sorts its table. */
export const SortableHeader = ({
  label,
  unit,
  direction,
  numeric,
  onSort,
}: Readonly<{
  label: string;
  unit?: string | undefined;
  direction: "ascending" | "descending" | "none";
  numeric: boolean;
  onSort: () => void;
}>) => {
  const Arrow = direction === "ascending" ? IconArrowUp : IconArrowDown;
  return (
    <th scope="col" aria-sort={direction} className={numeric ? "number" : undefined}>
      <button type="button" className="sort-button" onClick={onSort}>
        {label}
        {unit === undefined ? null : <span className="unit">{unit}</span>}
        <Arrow size={13} aria-hidden="true" />
      </button>
    </th>
  );
};
