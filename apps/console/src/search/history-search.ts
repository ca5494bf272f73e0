import { type Dimension, dimensions } from "@headgate/contract";
import { oneOf, withoutDefaults } from "./one-of.ts";

/** The address's own part of anomalies and forecast: by hours or days; absent, as the range suggests. */
export type AnomaliesSearch = { grain?: "hour" | "day" | undefined };

/** @throws SearchFailure when a parameter is wrong. */
export const readAnomaliesSearch = (search: Readonly<Record<string, unknown>>): AnomaliesSearch =>
  withoutDefaults<AnomaliesSearch>({ grain: oneOf(search, "grain", ["hour", "day"]) });

/** The address's own part of what moved the cost: the dimension whose values are named. */
export type DriversSearch = { by?: Dimension | undefined };

/** @throws SearchFailure when a parameter is wrong. */
export const readDriversSearch = (search: Readonly<Record<string, unknown>>): DriversSearch =>
  withoutDefaults<DriversSearch>({ by: oneOf(search, "by", dimensions, "model") });
