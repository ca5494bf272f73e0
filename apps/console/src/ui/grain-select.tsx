import type { TimeGrain } from "@headgate/contract";
import { NativeSelect } from "@mantine/core";

const grainNames = {
  minute: "Minutes",
  hour: "Hours",
  day: "Days",
  week: "Weeks",
  month: "Months",
} as const satisfies Record<TimeGrain, string>;

/** Chooses how fine time is cut: of these grains, or as fine as a chart can show. */
export const GrainSelect = <Grain extends TimeGrain>({
  grain,
  grains,
  onChange,
}: Readonly<{
  /** Undefined for as fine as fits. */
  grain: Grain | undefined;
  grains: readonly Grain[];
  onChange: (grain: Grain | undefined) => void;
}>) => (
  <NativeSelect
    size="xs"
    label="Time grain"
    value={grain ?? ""}
    data={[
      { value: "", label: "As fine as fits" },
      ...grains.map((value) => ({ value, label: grainNames[value] })),
    ]}
    onChange={({ currentTarget: { value } }) => onChange(grains.find((known) => known === value))}
  />
);
