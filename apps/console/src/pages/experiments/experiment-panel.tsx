import type { ExperimentDetail } from "@headgate/contract";
import { Skeleton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { View } from "../../search/view-search.ts";
import { Badge } from "../../ui/badge.tsx";
import { BandLegend } from "../../ui/band-legend.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { useExperiment } from "./query.ts";
import {
  armRows,
  basisText,
  differenceText,
  percentText,
  qualityNames,
  qualityVerdicts,
  savedBetween,
  savedPoints,
  savedText,
  verdictTexts,
} from "./view-model.ts";
import "../../ui/chart.css";
import "../../ui/table.css";

const BandChart = lazy(() => import("../../ui/band-chart.tsx"));

const names = {
  value: "Saved on 1,000 calls",
  expected: "Nothing saved",
  band: "Where it lies, with 95 % confidence at all moments at once",
  marked: "",
} as const;

/** One experiment: what it says, its interval over time, its arms and their quality. */
export const ExperimentPanel = ({ view, name }: Readonly<{ view: View; name: string }>) => {
  const { data, error, isPending, refetch } = useExperiment(view, name);
  if (isPending) return <Skeleton h={420} radius="lg" />;
  if (error !== null) return <FailurePanel failure={error} onRetry={() => void refetch()} />;
  const verdict = verdictTexts[data.verdict];
  return (
    <>
      <Panel
        title={data.name}
        note={
          <>
            <Badge tone={verdict.tone}>{verdict.text}</Badge>
            {data.simulated ? <SimulatedBadge /> : null}
          </>
        }
        foot={
          data.verdict !== "worse" ? undefined : (
            <Link className="text-link" to="/recommendations">
              Revert the change among the recommendations, or take the lever out of the policy
            </Link>
          )
        }
      >
        <p role={data.verdict === "worse" ? "alert" : undefined}>{data.reason}</p>
        <FactList
          facts={[
            {
              title: "Saved in the range",
              value: savedText(data),
              note: savedBetween(data) || "not known yet",
            },
            {
              title: "Held out",
              value: `${data.arms.held_out.units} sessions`,
              note: basisText(data),
            },
          ]}
        />
        <OverTime detail={data} />
      </Panel>
      <Arms detail={data} />
      <Quality detail={data} />
    </>
  );
};

type DetailProps = Readonly<{ detail: ExperimentDetail }>;

const OverTime = ({ detail }: DetailProps) => {
  const points = savedPoints(detail);
  if (points.length < 2) {
    return (
      <p className="muted">
        The interval is drawn over time once two days tell it: both arms need a hundred sessions.
      </p>
    );
  }
  return (
    <>
      <div className="chart-frame">
        <Suspense fallback={<Skeleton h="100%" />}>
          <BandChart title="Saved on 1,000 calls, day by day" points={points} names={names} />
        </Suspense>
      </div>
      <BandLegend names={{ value: names.value, expected: names.expected, band: names.band }} />
    </>
  );
};

const Arms = ({ detail }: DetailProps) => (
  <Panel title="The arms" note="means of calls" flush>
    <ScrollRegion label="Figures of both arms">
      <table className="table">
        <TableHead columns={["What", { number: "Treated" }, { number: "Held out" }]} />
        <tbody>
          {armRows(detail).map(([title, treated, heldOut]) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td className="number">{treated}</td>
              <td className="number">{heldOut}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </Panel>
);

const Quality = ({ detail }: DetailProps) => (
  <Panel title="Quality" note="treated less held out" flush>
    <ScrollRegion label="Quality of answers">
      <table className="table">
        <TableHead
          columns={[
            "What",
            { number: "Difference" },
            { number: "May be worse by" },
            "What that says",
          ]}
        />
        <tbody>
          {detail.quality.map((one) => (
            <tr key={one.measure}>
              <th scope="row">{qualityNames[one.measure]}</th>
              <td className="number">{differenceText(one)}</td>
              <td className="number">{percentText(one.margin)}</td>
              <td>
                <Badge tone={qualityVerdicts[one.verdict].tone}>
                  {qualityVerdicts[one.verdict].text}
                </Badge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </Panel>
);
