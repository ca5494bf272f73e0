import { type Dimension, dimensions, type TimeGrain, timeGrains } from "@headgate/contract";
import { NativeSelect, Switch } from "@mantine/core";
import { dimensionNames } from "../../format/words.ts";
import { type Measure, measures } from "../../search/explore-search.ts";
import { bucketStarts } from "../../time/buckets.ts";
import { MAX_POINTS } from "../../time/grain.ts";
import type { TimeSpan } from "../../time/time-span.ts";
import { GrainSelect } from "../../ui/grain-select.tsx";
import { describedMeasures } from "./figure.ts";
import type { Exploration } from "./query.ts";
import { useChangeExplore } from "./use-change-explore.ts";
import "../../ui/controls.css";

const dimensionChoices = dimensions.map((value) => ({ value, label: dimensionNames[value] }));

/** Grains that a chart can show of this span. */
const fitting = (span: TimeSpan): readonly TimeGrain[] =>
  timeGrains.filter(
    (grain) =>
      (span.toMs - span.fromMs) / 60_000 <= MAX_POINTS * (grain === "minute" ? 1 : 60) ||
      (grain !== "minute" && grain !== "hour" && bucketStarts(span, grain).length <= MAX_POINTS),
  );

/** What is looked at, by what, and beside what. All of it is in the address. */
export const ExploreControls = ({
  exploration: { measure, by, split, grain, compare },
  span,
}: Readonly<{ exploration: Exploration; span: TimeSpan }>) => {
  const change = useChangeExplore();
  return (
    <div className="controls">
      <NativeSelect
        size="xs"
        label="Measure"
        value={measure}
        data={measures.map((value) => ({ value, label: describedMeasures[value].name }))}
        onChange={(event) => change({ measure: event.currentTarget.value as Measure })}
      />
      <NativeSelect
        size="xs"
        label="By"
        value={by}
        data={dimensionChoices}
        onChange={(event) => change({ by: event.currentTarget.value as Dimension })}
      />
      <NativeSelect
        size="xs"
        label="Split by"
        value={split ?? ""}
        data={[
          { value: "", label: "Nothing" },
          ...dimensionChoices.filter(({ value }) => value !== by),
        ]}
        onChange={({ currentTarget: { value } }) =>
          change({ split_by: dimensions.find((known) => known === value) })
        }
      />
      <GrainSelect
        grain={grain}
        grains={fitting(span)}
        onChange={(chosen) => change({ grain: chosen })}
      />
      <Switch
        size="xs"
        className="explore-compare"
        label="Compare with the period before"
        checked={compare}
        onChange={(event) => change({ compare: event.currentTarget.checked ? undefined : "none" })}
      />
    </div>
  );
};
