import { counted, type Dimension } from "@headgate/contract";
import { Skeleton, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { askSpendBy } from "../api/reports.ts";
import { valueText } from "../format/words.ts";
import { spanOf } from "../time/range.ts";
import { FailurePanel } from "../ui/failure-panel.tsx";
import { useView } from "./view-link.tsx";

const VALUES_OFFERED = 50;

/** The values that a dimension has in the range, with their calls; others can be typed. */
export const FilterValues = ({
  dimension,
  onAdd,
}: Readonly<{ dimension: Dimension; onAdd: (value: string) => void }>) => {
  const { range, filter, charges } = useView();
  const [text, setText] = useState("");
  const others = { ...filter, [dimension]: undefined };
  const values = useQuery({
    queryKey: ["filter-values", dimension, range, others, charges],
    queryFn: ({ signal }) =>
      askSpendBy(
        {
          span: spanOf(range, Date.now()),
          filter: others,
          charges,
          by: dimension,
          limit: VALUES_OFFERED,
        },
        signal,
      ),
  });
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
          {values.data.rows
            .filter(({ group }) =>
              valueText(dimension, group).toLowerCase().includes(typed.toLowerCase()),
            )
            .map(({ group, calls }) => (
              <button
                type="button"
                className="filter-option"
                key={group === null ? "\u0000none" : group}
                onClick={() => onAdd(group === null ? "" : group)}
              >
                <span className="filter-option-value">{valueText(dimension, group)}</span>
                <span className="filter-option-count">{counted(calls, "call")}</span>
              </button>
            ))}
          {typed === "" ? null : (
            <button type="submit" className="filter-option">
              <span className="filter-option-value">Exactly “{typed}”</span>
            </button>
          )}
          {values.data.left_out === 0 ? null : (
            <span className="filter-option muted">
              {counted(values.data.left_out, "more value")}: type it
            </span>
          )}
        </div>
      )}
    </form>
  );
};
