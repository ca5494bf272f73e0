import { NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import { type BillCost, type BillSpan, billSpanNames } from "../../search/bills-search.ts";
import "../../ui/controls.css";

type BillControlsProps<Split extends string> = Readonly<{
  /** What the page's own choice is called, and its values with their names. */
  label: string;
  splits: Readonly<Record<Split, string>>;
  split: Split;
  cost: BillCost;
  span: BillSpan;
  onChange: (
    change: Readonly<{ split?: Split; cost?: BillCost | undefined; span?: BillSpan | undefined }>,
  ) => void;
  /** The days that are shown, once they are known. */
  note: string | undefined;
  children?: ReactNode;
}>;

const costNames = { effective: "Effective", billed: "Billed" } as const satisfies Record<
  BillCost,
  string
>;

const optionsOf = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

/** What pages about bills are asked for: by what, which cost, how far back. */
export const BillControls = <Split extends string>({
  label,
  splits,
  split,
  cost,
  span,
  onChange,
  note,
  children,
}: BillControlsProps<Split>) => (
  <div className="controls">
    <NativeSelect
      size="xs"
      label={label}
      value={split}
      data={optionsOf(splits)}
      onChange={(event) => onChange({ split: event.currentTarget.value as Split })}
    />
    <NativeSelect
      size="xs"
      label="Cost"
      value={cost}
      data={optionsOf(costNames)}
      onChange={(event) => onChange({ cost: event.currentTarget.value as BillCost })}
    />
    <NativeSelect
      size="xs"
      label="Time"
      value={span}
      data={optionsOf(billSpanNames)}
      onChange={(event) => onChange({ span: event.currentTarget.value as BillSpan })}
    />
    {children}
    {note === undefined ? null : <span className="muted controls-note">{note}</span>}
  </div>
);
