import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { askKpis } from "../../api/insight.ts";
import type { KpiName } from "../../search/kpis-search.ts";
import { keptSearch, type View } from "../../search/view-search.ts";
import { CurrentChargesNote } from "../../shell/current-charges-note.tsx";
import { useAskedAgain } from "../../shell/held-still.ts";
import { useViewSearch } from "../../shell/view-link.tsx";
import { spanOf } from "../../time/range.ts";
import { Badge } from "../../ui/badge.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { type KpiCard, kpiCards } from "../kpis/view-model.ts";
import "./kpi-targets.css";

/** The six that a glance is for; all of them have a page. */
const shown: readonly KpiName[] = [
  "cost_per_inference",
  "effective_cost_per_million_tokens",
  "token_efficiency",
  "cache_hit_rate",
  "gpu_utilisation",
  "cost_per_outcome",
];

const KPI_STALE_MS = 30_000;

const Standing = ({ card }: Readonly<{ card: KpiCard }>) =>
  card.kind === "unknown" ? (
    <Badge tone="plain">Not known</Badge>
  ) : (
    <Badge tone={card.standing.tone}>{card.standing.text}</Badge>
  );

/** Six KPIs against their targets, each with the way to its course and meaning. */
export const KpiTargets = ({ view: { range, filter } }: Readonly<{ view: View }>) => {
  const search = keptSearch(useViewSearch());
  const { data, isError, error, refetch } = useQuery({
    queryKey: ["ledger", "kpis", range, filter],
    queryFn: ({ signal }) => askKpis({ span: spanOf(range, Date.now()), filter }, signal),
    staleTime: KPI_STALE_MS,
    ...useAskedAgain(false),
  });
  if (data === undefined) {
    return isError ? <FailurePanel failure={error} onRetry={() => void refetch()} /> : null;
  }
  return (
    <Panel
      title="KPIs against their targets"
      flush
      actions={
        <span className="kpi-target-links">
          <Link className="text-link" to="/kpis" search={search}>
            All KPIs
          </Link>
          <Link className="text-link" to="/drivers" search={search}>
            What moved the cost
          </Link>
          <Link className="text-link" to="/anomalies" search={search}>
            Anomalies and forecast
          </Link>
        </span>
      }
    >
      <CurrentChargesNote what="These KPIs are" />
      <ul className="kpi-targets">
        {kpiCards(data)
          .filter(({ name }) => shown.includes(name))
          .map((card) => (
            <li key={card.name}>
              <Link
                className="kpi-target"
                to="/kpis"
                search={{
                  ...search,
                  ...(card.name === "cost_per_inference" ? {} : { kpi: card.name }),
                }}
              >
                <span className="kpi-target-name">{card.title}</span>
                <span className="kpi-target-value">
                  {card.kind === "unknown" ? "–" : card.value}
                </span>
                <Standing card={card} />
                <span className="muted">target: {card.target}</span>
              </Link>
            </li>
          ))}
      </ul>
    </Panel>
  );
};
