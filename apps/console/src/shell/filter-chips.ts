import { type Dimension, dimensions, type Filter } from "@headgate/contract";
import { dimensionNames, valueText } from "../format/words.ts";

export type FilterChip = Readonly<{
  key: Dimension | "tag";
  name: string;
  value: string;
  /** True when the chip stands for calls without a value. */
  none: boolean;
}>;

/** The filters that are on, in the order of the dimensions. */
export const filterChips = (filter: Filter): readonly FilterChip[] => {
  const chips: FilterChip[] = [];
  for (const key of dimensions) {
    const value = filter[key];
    if (value === undefined) continue;
    chips.push({
      key,
      name: dimensionNames[key],
      value: valueText(key, value),
      none: value === "",
    });
  }
  if (filter.tag !== undefined) {
    chips.push({ key: "tag", name: "Tag", value: filter.tag, none: false });
  }
  return chips;
};
