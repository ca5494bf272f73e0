import { Button, Popover, SegmentedControl } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { useState } from "react";
import { type RangePreset, rangeNames, rangePresets, spanOf } from "../time/range.ts";
import { spanText } from "../time/time-text.ts";
import { CustomRange } from "./custom-range.tsx";
import { useChangeView, useView } from "./view-link.tsx";

const choices = rangePresets.map((preset) => ({
  value: preset,
  label: (
    <>
      <span aria-hidden="true">{preset}</span>
      <span className="visually-hidden">{rangeNames[preset]}</span>
    </>
  ),
}));

/** The range of time that everything on the page is about. */
export const RangePicker = () => {
  const { range } = useView();
  const changeView = useChangeView();
  const [choosing, setChoosing] = useState(false);
  const custom = range.kind === "custom";

  const choose = (preset: RangePreset) =>
    changeView(({ from: _from, to: _to, ...search }) => ({ ...search, range: preset }));

  return (
    <fieldset className="range-picker">
      <legend className="visually-hidden">Range of time</legend>
      <SegmentedControl<string>
        size="xs"
        data={choices}
        value={custom ? "" : range.preset}
        onChange={(value) => {
          const preset = rangePresets.find((each) => each === value);
          if (preset !== undefined) choose(preset);
        }}
        aria-label="Range of time"
      />
      {custom ? null : (
        <span className="range-span muted tabular">{spanText(spanOf(range, Date.now()))}</span>
      )}
      <Popover
        opened={choosing}
        onChange={setChoosing}
        position="bottom-end"
        shadow="md"
        width={290}
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <Button
            size="xs"
            h={30}
            variant={custom ? "light" : "default"}
            leftSection={<IconCalendar size={14} stroke={1.7} />}
            onClick={() => setChoosing((open) => !open)}
          >
            {custom ? spanText(range.span) : "Custom"}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label="Custom range">
          <CustomRange
            range={range}
            onChoose={({ fromMs, toMs }) => {
              setChoosing(false);
              changeView(({ range: _range, ...search }) => ({
                ...search,
                from: new Date(fromMs).toISOString(),
                to: new Date(toMs).toISOString(),
              }));
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </fieldset>
  );
};
