import type { RecommendationsAnswer } from "@headgate/contract";
import { SegmentedControl, Skeleton } from "@mantine/core";
import { IconBulb } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import {
  type RecommendationsSearch,
  readRecommendationsSearch,
  type TriedDays,
  triedDays,
} from "../../search/recommendations-search.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import { NotPlannedPanel } from "./not-planned.tsx";
import { Programme } from "./programme.tsx";
import { useRecommendations } from "./query.ts";
import { RecommendationPanel } from "./recommendation-panel.tsx";
import { RecommendationTable } from "./recommendation-table.tsx";
import { SetState } from "./set-state.tsx";
import { basisTexts, emptyTexts, reportSums } from "./view-model.ts";
import "../../ui/controls.css";
import "../../ui/panel.css";
import "../../ui/table.css";
import "./recommendations.css";

/** What should change, how far the programme is, and what came of what was done. */
export const RecommendationsPage = () => {
  const search = useSearch({ from: "/recommendations" });
  const navigate = useNavigate();
  const days: TriedDays = search.days ?? "30";
  const { data, error, isPending, isPlaceholderData, refetch } = useRecommendations(Number(days));
  const change = (more: RecommendationsSearch) =>
    void navigate({
      to: "/recommendations",
      search: readRecommendationsSearch({ ...search, ...more }),
      resetScroll: false,
    });
  return (
    <>
      <PageHead title="Recommendations" money>
        <SegmentedControl
          size="xs"
          aria-label="Calls that changes are tried out on"
          data={triedDays.map((value) => ({ value, label: `${value} days` }))}
          value={days}
          onChange={(value) => change({ days: triedDays.find((one) => one === value) })}
        />
      </PageHead>
      {error === null ? null : <FailurePanel failure={error} onRetry={() => void refetch()} />}
      {isPending ? <Skeleton h={480} radius="lg" /> : null}
      {data === undefined ? null : (
        <div className={isPlaceholderData ? "recommendations stale" : "recommendations"}>
          <SetState set={data} />
          {"recommendations" in data ? (
            <Recommended
              report={data}
              open={search.open}
              onOpen={(id) => change({ open: id === search.open ? undefined : id })}
            />
          ) : null}
        </div>
      )}
    </>
  );
};

const Recommended = ({
  report,
  open,
  onOpen,
}: Readonly<{
  report: RecommendationsAnswer;
  open: string | undefined;
  onOpen: (id: string) => void;
}>) =>
  report.recommendations.length === 0 ? (
    <>
      <div className="panel">
        <EmptyState icon={<IconBulb size={20} stroke={1.6} />} {...emptyTexts(report)} />
      </div>
      <NotPlannedPanel reasons={report.not_planned} />
    </>
  ) : (
    <>
      <Panel
        title="The programme"
        note={report.simulated ? <SimulatedBadge /> : undefined}
        foot={
          <Link className="text-link" to="/simulate">
            Try a policy of your own out
          </Link>
        }
      >
        <FactList
          facts={[
            {
              title: "Spent on calls",
              value: reportSums(report).spend,
              note: "a month of 730 hours",
            },
            {
              title: "Can be saved",
              value: reportSums(report).saves,
              note: "a month, all that is open and accepted",
            },
          ]}
        />
        <Programme report={report} />
        {basisTexts(report).map((text) => (
          <p className="muted" key={text}>
            {text}
          </p>
        ))}
      </Panel>
      <RecommendationTable report={report} open={open} onOpen={onOpen} />
      {open === undefined ? null : <RecommendationPanel key={open} id={open} />}
      <NotPlannedPanel reasons={report.not_planned} />
    </>
  );
