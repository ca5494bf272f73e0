import { NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import { type BillCost, type BillSpan, billSpanNames } from "../../search/bills-search.ts";
import type { BillTime } from "./query.ts";
import "../../ui/controls.css";

type BillControlsProps<Split extends string> = Readonly<{
  /** What the page's own choice is called, and its values with their names. */
  label: string;
  splits: Readonly<Record<Split, string>>;
  split: Split;
  cost: BillCost;
  span: BillTime;
  onChange: (
    change: Readonly<{
      split?: Split;
      cost?: BillCost | undefined;
      span?: BillSpan | undefined;
      from?: undefined;
      to?: undefined;
    }>,
  ) => void;
  /** The days that are shown, once they are known. */
  note: string | undefined;
  children?: ReactNode;
}>;

const costNames = { effective: "Effective", billed: "Billed" } as const satisfies Record<
  BillCost,
  string
>;

/** The range of the page that led here stands among the spans until another is chosen. */
const rangeNames = { range: "Range of the link", ...billSpanNames } as const;

const Choice = <Value extends string>({
  label,
  names,
  value,
  onChoose,
}: Readonly<{
  label: string;
  names: Readonly<Record<Value, string>>;
  value: Value;
  onChoose: (value: Value) => void;
}>) => (
  <NativeSelect
    size="xs"
    label={label}
    value={value}
    data={Object.entries<string>(names).map(([key, name]) => ({ value: key, label: name }))}
    onChange={(event) => onChoose(event.currentTarget.value as Value)}
  />
);

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
    <Choice
      label={label}
      names={splits}
      value={split}
      onChoose={(chosen) => onChange({ split: chosen })}
    />
    <Choice
      label="Cost"
      names={costNames}
      value={cost}
      onChoose={(chosen) => onChange({ cost: chosen })}
    />
    {typeof span === "object" ? (
      <Choice<BillSpan | "range">
        label="Time"
        names={rangeNames}
        value="range"
        onChoose={(chosen) =>
          chosen === "range"
            ? undefined
            : onChange({ span: chosen, from: undefined, to: undefined })
        }
      />
    ) : (
      <Choice
        label="Time"
        names={billSpanNames}
        value={span}
        onChoose={(chosen) => onChange({ span: chosen })}
      />
    )}
    {children}
    {note === undefined ? null : <span className="muted controls-note">{note}</span>}
  </div>
);
