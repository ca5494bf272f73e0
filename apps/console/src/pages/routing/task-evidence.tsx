import type { RoutedFingerprint, RoutedPool } from "@headgate/contract";
import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import { Badge } from "../../ui/badge.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import {
  answerLines,
  dayOneText,
  type FrontierPoint,
  frontierPoints,
  modelLines,
  notchLines,
  notchWords,
  outLines,
} from "./evidence-model.ts";
import "../../ui/chart.css";

const FrontierChart = lazy(() => import("./frontier-chart.tsx"));

type Evidence = Readonly<{ pool: RoutedPool; task: RoutedFingerprint }>;

/** What labels say of one kind of task: what quality costs, each promise, and each model. */
export const TaskEvidence = ({
  leastLabels,
  ...evidence
}: Evidence & Readonly<{ leastLabels: number }>) => {
  const dayOne = dayOneText(evidence);
  const points = frontierPoints(evidence);
  const promise = evidence.pool.budget_per_day === null ? evidence.pool.quality : undefined;
  return (
    <section className="routing-evidence" aria-label="What labels say of this task">
      {outLines(evidence).map((line) => (
        <p key={line} className="panel-body">
          <Badge tone="attention">out of force</Badge> {line}
        </p>
      ))}
      {dayOne === undefined ? null : <p className="panel-body">{dayOne}</p>}
      <Notches {...evidence} />
      <Models {...evidence} />
      <Answers lines={answerLines(evidence, leastLabels)} />
      {points.length === 0 ? (
        <p className="panel-body muted">
          What quality costs is shown from two judged calls on: calls on which every model that
          could have been chosen was tried.
        </p>
      ) : (
        <Frontier points={points} promise={promise} />
      )}
    </section>
  );
};

const Notches = (evidence: Evidence) => (
  <>
    <div className="panel-body">
      <h3>What each promise is certified for</h3>
      {notchWords(evidence).map((words) => (
        <p key={words}>{words}</p>
      ))}
    </div>
    <ScrollRegion label="Savings by promise">
      <table className="table">
        <TableHead
          columns={[
            "Promise",
            { number: "Saved" },
            { number: "Quality" },
            { number: "At least" },
            { number: "By" },
          ]}
        />
        <tbody>
          {notchLines(evidence).map((line) => (
            <tr key={line.key}>
              <td>
                {line.promise} {line.isNow ? <Badge tone="plain">the dial</Badge> : null}
              </td>
              <td className="number">{line.saved}</td>
              <td className="number">{line.estimate}</td>
              <td className="number">{line.lowerBound}</td>
              <td className="number">{line.labels}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </>
);

const Models = (evidence: Evidence) => (
  <>
    <div className="panel-body">
      <h3>By model</h3>
      <p className="muted">
        Older labels fade and count by what is left of them. The reference is what others are held
        against. Times to the end of an answer and failures are of the latest hundred attempts since
        the gateway started. Failed checks are of answers that clients got and that were looked at
        afterwards.
      </p>
    </div>
    <ScrollRegion label="Labels, times and failures by model">
      <table className="table">
        <TableHead
          columns={[
            "Model",
            { number: "Labels" },
            { number: "Mean quality" },
            { number: "Median time" },
            { number: "P95 time" },
            { number: "Failed" },
            { number: "Failed checks" },
          ]}
        />
        <tbody>
          {modelLines(evidence).map((line) => (
            <tr key={line.model}>
              <td>
                {line.model} <span className="muted">{line.role}</span>
                {line.isTooSlow ? <Badge tone="attention">too slow</Badge> : null}
              </td>
              <td className="number">{line.labels}</td>
              <td className="number">{line.quality}</td>
              <td className="number">{line.median}</td>
              <td className="number">{line.p95}</td>
              <td className="number">{line.failed}</td>
              <td className="number">{line.checks}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </>
);

const Answers = ({ lines }: Readonly<{ lines: ReturnType<typeof answerLines> }>) =>
  lines.length === 0 ? null : (
    <>
      <div className="panel-body">
        <h3>Answers that are looked at first</h3>
        <p className="muted">
          What checks find in an answer tells how probably it is good. One below the threshold is
          set aside, and the reference is asked: both are paid for.
        </p>
      </div>
      <ScrollRegion label="Answers that are looked at first">
        <table className="table">
          <TableHead
            columns={[
              "Model",
              { number: "Judged" },
              "Held to",
              { number: "Given" },
              { number: "Quality at least" },
            ]}
          />
          <tbody>
            {lines.map((line) => (
              <tr key={line.model}>
                <td>{line.model}</td>
                <td className="number">{line.judged}</td>
                <td>{line.heldTo}</td>
                <td className="number">{line.accepted}</td>
                <td className="number">{line.lowerBound}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );

const Frontier = ({
  points,
  promise,
}: Readonly<{ points: readonly FrontierPoint[]; promise: number | undefined }>) => (
  <>
    <div className="panel-body">
      <h3>What quality costs</h3>
      <div className="chart-frame">
        <Suspense fallback={<Skeleton h="100%" />}>
          <FrontierChart points={points} promise={promise} />
        </Suspense>
      </div>
      <ul className="legend">
        <li className="legend-item">
          <span className="swatch routing-swatch-estimate" /> Quality kept
        </li>
        <li className="legend-item">
          <span className="swatch-dashed" /> At least
        </li>
        <li className="legend-item">
          <span className="swatch swatch-mark" /> The dial
        </li>
      </ul>
    </div>
    <div className="chart-table">
      <ScrollRegion label="What quality costs, as a table">
        <table className="table">
          <TableHead
            columns={["Choice", { number: "Saved" }, { number: "Quality" }, { number: "At least" }]}
          />
          <tbody>
            {points.map((point, index) => (
              <tr key={point.key}>
                <td>{point.isDial ? "The dial" : `Point ${index + 1}`}</td>
                <td className="number">{point.savedText}</td>
                <td className="number">{point.estimateText}</td>
                <td className="number">{point.lowerBoundText}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  </>
);
