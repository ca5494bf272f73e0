import { counted, type LoaderStatus } from "@headgate/contract";
import { countText } from "../format/count-text.ts";
import { durationText } from "../format/duration-text.ts";

export type LoaderFact = Readonly<{ label: string; value: string; attention: boolean }>;

/** How the loader is doing, with everything that it set aside or could not do. */
export const loaderFacts = (loader: LoaderStatus): readonly LoaderFact[] => [
  { label: "Rows loaded", value: countText(loader.rows_added), attention: false },
  {
    label: "Waiting to be loaded",
    value:
      loader.lag_ms === null
        ? "nothing"
        : `${countText(loader.bytes_waiting)} bytes, ${durationText(loader.lag_ms)} old`,
    attention: loader.lag_ms !== null && loader.lag_ms > 30_000,
  },
  {
    label: "Seen before, skipped",
    value: countText(loader.rows_already_there),
    attention: false,
  },
  {
    label: "Same id, other content",
    value: countText(loader.rows_conflicting),
    attention: loader.rows_conflicting > 0,
  },
  {
    label: "Set aside (bad checksum)",
    value: counted(loader.lines_quarantined, "line"),
    attention: loader.lines_quarantined > 0,
  },
  { label: "Cut short by a crash", value: countText(loader.torn_tails), attention: false },
  ...(loader.last_error === null
    ? []
    : [{ label: "Last error", value: loader.last_error, attention: true }]),
];

/** True when a person should look. */
export const needsAttention = (loader: LoaderStatus): boolean =>
  loaderFacts(loader).some((fact) => fact.attention);
