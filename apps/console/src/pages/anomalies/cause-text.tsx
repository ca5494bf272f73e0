import { Link } from "@tanstack/react-router";
import { keptSearch } from "../../search/view-search.ts";
import { useViewSearch } from "../../shell/view-link.tsx";
import { type Anomaly, anomalySearch, namedCause } from "./view-model.ts";

/** What moved the cost; each value that is named opens its own calls of those days. */
export const CauseText = ({ anomaly }: Readonly<{ anomaly: Anomaly }>) => {
  const search = keptSearch(useViewSearch());
  const { cause } = anomaly;
  if (cause.kind === "unknown") return <span className="muted">Not known: {cause.reason}</span>;
  const told = namedCause(anomaly);
  if (told === undefined) return null;
  const { named, how } = told;
  if (cause.dimension === null) return <>All alike, {how}</>;
  return (
    <>
      {named.map(({ key, words, search: own }) => (
        <span key={key}>
          {own === undefined ? (
            words
          ) : (
            <Link className="text-link" to="/explore" search={{ ...search, ...own }}>
              {words}
            </Link>
          )}
          {", "}
        </span>
      ))}
      {how}
    </>
  );
};

/** Opens the calls that an anomaly's dollars are of, whatever its cause; of bills there are none to open. */
export const ExploreAnomaly = ({
  anomaly,
  words,
}: Readonly<{ anomaly: Anomaly; words: string }>) => {
  const search = keptSearch(useViewSearch());
  const own = anomalySearch(anomaly);
  return own === undefined ? (
    words
  ) : (
    <Link className="text-link" to="/explore" search={{ ...search, ...own }}>
      {words}
    </Link>
  );
};
