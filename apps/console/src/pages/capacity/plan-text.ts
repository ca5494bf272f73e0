import { counted, type EstimatedDollarsText, type PlanSource } from "@headgate/contract";
import { dollarsShown } from "../../format/money-text.ts";

/** A figure of a list of facts. */
export type Fact = Readonly<{ title: string; value: string; note: string }>;

/** Between which sums. */
export const betweenText = ({ low, high }: EstimatedDollarsText): string =>
  `${dollarsShown(low)} to ${dollarsShown(high)}`;

export const rangeText = (dollars: EstimatedDollarsText): string =>
  `${dollarsShown(dollars.estimate)} (${betweenText(dollars)})`;

/** How old a price or a fact is; what the user entered has no age. */
export const ageText = ({ read_on, age_days }: PlanSource): string =>
  read_on === null || age_days === null
    ? "entered by you"
    : `${counted(age_days, "day")}, read on ${read_on}`;

/** Beside the mean: `1.84×`. */
export const timesText = (times: number | null): string =>
  times === null ? "not known" : `${times.toFixed(2)}×`;

export const percentText = (share: number): string =>
  `${(share * 100).toFixed(1)} %`.replace("-", "−");
