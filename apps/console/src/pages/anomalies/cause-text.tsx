import { Link } from "@tanstack/react-router";
import { partNames, signedDollars } from "../../format/change-words.ts";
import { dimensionNames, valueText } from "../../format/words.ts";
import { keptSearch } from "../../search/view-search.ts";
import { useViewSearch } from "../../shell/view-link.tsx";
import type { Anomaly } from "./view-model.ts";

/** The days of an anomaly, as an address has them. */
const within = ({ start, end }: Anomaly) => ({ range: undefined, from: start, to: end });

/** What moved the cost; each value that is named opens its own calls of those days. */
export const CauseText = ({ anomaly }: Readonly<{ anomaly: Anomaly }>) => {
  const search = keptSearch(useViewSearch());
  const { cause } = anomaly;
  if (cause.kind === "unknown") return <span className="muted">Not known: {cause.reason}</span>;
  const { dimension, values, share } = cause;
  const part = `${partNames[cause.part].toLowerCase()} (${signedDollars(cause.amount)})`;
  if (dimension === null) return <>All alike, by {part}</>;
  return (
    <>
      {dimensionNames[dimension]}{" "}
      {values.map((value, index) => (
        <span key={value ?? ""}>
          {index === 0 ? "" : ", "}
          <Link
            className="text-link"
            to="/explore"
            search={{ ...search, ...within(anomaly), [dimension]: value ?? "" }}
          >
            {valueText(dimension, value)}
          </Link>
        </span>
      ))}
      , by {part}; {(share * 100).toFixed(0)} % of the change
    </>
  );
};

/** Opens the days of an anomaly, whatever its cause. */
export const ExploreAnomaly = ({
  anomaly,
  words,
}: Readonly<{ anomaly: Anomaly; words: string }>) => {
  const search = keptSearch(useViewSearch());
  return (
    <Link className="text-link" to="/explore" search={{ ...search, ...within(anomaly) }}>
      {words}
    </Link>
  );
};
