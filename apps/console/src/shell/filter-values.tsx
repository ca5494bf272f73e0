import { counted, type Dimension } from "@headgate/contract";
import { Skeleton, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { valueText } from "../format/words.ts";
import { FailurePanel } from "../ui/failure-panel.tsx";
import { useFilterValues } from "./filter-values-query.ts";

/** The values that a dimension has in the range, with their calls or bill lines; others can be typed. */
export const FilterValues = ({
  dimension,
  onAdd,
}: Readonly<{ dimension: Dimension; onAdd: (value: string) => void }>) => {
  const [text, setText] = useState("");
  const values = useFilterValues(dimension);
  const typed = text.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed !== "") onAdd(typed);
  };

  return (
    <form className="filter-menu" onSubmit={submit}>
      <TextInput
        size="xs"
        placeholder="Find or type a value"
        aria-label="Find or type a value"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      {values.isPending ? <Skeleton h={84} /> : null}
      {values.isError ? <FailurePanel failure={values.error} /> : null}
      {values.data === undefined ? null : (
        <div className="filter-options">
          {values.data.values
            .filter(({ group }) =>
              valueText(dimension, group).toLowerCase().includes(typed.toLowerCase()),
            )
            .map(({ group, count }) => (
              <button
                type="button"
                className="filter-option"
                key={group === null ? "\u0000none" : group}
                onClick={() => onAdd(group === null ? "" : group)}
              >
                <span className="filter-option-value">{valueText(dimension, group)}</span>
                <span className="filter-option-count">{count}</span>
              </button>
            ))}
          {typed === "" ? null : (
            <button type="submit" className="filter-option">
              <span className="filter-option-value">Exactly “{typed}”</span>
            </button>
          )}
          {values.data.leftOut === 0 ? null : (
            <span className="filter-option muted">
              {counted(values.data.leftOut, "more value")}: type it
            </span>
          )}
        </div>
      )}
    </form>
  );
};
