import { Link } from "@tanstack/react-router";
import type { KpiName } from "../../search/kpis-search.ts";
import { keptSearch } from "../../search/view-search.ts";
import { callsBehind, useViewSearch } from "../../shell/view-link.tsx";

/** Tells links of the same words apart for those who hear them. */
const Of = ({ title }: Readonly<{ title: string }>) => (
  <span className="visually-hidden">, of {title}</span>
);

/** The moments between which a KPI was worked out. */
export type KpiRange = Readonly<{ from: string; to: string }>;

/** What opens a KPI: the calls behind it, or what it is worked out from. */
export const KpiBehind = ({
  name,
  title,
  range: { from, to },
}: Readonly<{ name: KpiName; title: string; range: KpiRange }>) => {
  const search = useViewSearch();
  const explore = (measure: "cost_per_million" | "cache_read_share") => (
    <Link className="text-link" to="/explore" search={{ ...keptSearch(search), measure }}>
      Explore the calls
      <Of title={title} />
    </Link>
  );
  switch (name) {
    case "effective_cost_per_million_tokens":
      return explore("cost_per_million");
    case "cache_hit_rate":
      return explore("cache_read_share");
    case "token_efficiency":
    case "cost_per_outcome":
      return (
        <Link className="text-link" to="/outcomes" search={keptSearch(search)}>
          See the outcomes
          <Of title={title} />
        </Link>
      );
    // Not Explore's cost per call, which divides by the calls that were answered in the group.
    case "cost_per_inference":
      return (
        <Link className="text-link" to="/calls" search={callsBehind(search, { sort: "cost" })}>
          See the dearest calls
          <Of title={title} />
        </Link>
      );
    // Each lever there opens the calls that it saved on.
    case "savings_rate":
      return (
        <Link className="text-link" to="/tokens" search={keptSearch(search)}>
          See what levers saved
        </Link>
      );
    case "unpriced_spend":
      return (
        <Link
          className="text-link"
          to="/calls"
          search={callsBehind(search, { confidence: "unknown" })}
        >
          See the unpriced calls
          <Of title={title} />
        </Link>
      );
    case "reconciled_share":
      return (
        <Link className="text-link" to="/reconciliation" search={{ from, to }}>
          See the reconciliation
        </Link>
      );
    case "gpu_utilisation":
      return (
        <Link className="text-link" to="/capacity" search={{ plan: "machines" }}>
          See the machines
        </Link>
      );
    default:
      return name satisfies never;
  }
};
