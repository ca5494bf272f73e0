import {
  IconArrowDownRight,
  IconArrowRight,
  IconArrowUpRight,
  IconCircleCheck,
  IconCircleDashed,
  IconTargetOff,
} from "@tabler/icons-react";
import { useId } from "react";
import { Badge } from "../../ui/badge.tsx";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import { Sparkline } from "../../ui/sparkline.tsx";
import { KpiBehind, type KpiRange } from "./kpi-behind.tsx";
import type { KpiCard, KpiPoint, Trend } from "./view-model.ts";

const arrows = { up: IconArrowUpRight, down: IconArrowDownRight, level: IconArrowRight } as const;

const TrendWords = ({ trend }: Readonly<{ trend: Trend }>) => {
  const Arrow = arrows[trend.direction];
  return (
    <span className={`kpi-card-trend is-${trend.tone}`}>
      <Arrow size={15} stroke={1.9} aria-hidden="true" />
      {trend.text}
    </span>
  );
};

/** One KPI: its value against its target, its trend, its course, its meaning, and what is behind it. */
export const KpiCardPanel = ({
  card,
  range,
  points,
  simulated,
}: Readonly<{
  card: KpiCard;
  /** What it was worked out for. */
  range: KpiRange;
  /** Undefined while the course is on its way. */
  points: readonly KpiPoint[] | undefined;
  simulated: boolean;
}>) => {
  const titleId = useId();
  return (
    <article className="panel kpi-card" aria-labelledby={titleId}>
      <div className="kpi-card-head">
        <h2 id={titleId}>{card.title}</h2>
        {simulated && card.money && card.kind === "known" ? <SimulatedBadge /> : null}
      </div>
      {card.kind === "unknown" ? (
        <>
          <p className="kpi-card-unknown">
            <IconCircleDashed size={17} stroke={1.7} aria-hidden="true" />
            Not known
          </p>
          <p className="kpi-card-why">Because {card.reason}.</p>
          <p className="kpi-card-why">
            <strong>To mend:</strong> it needs {card.needs}.
          </p>
        </>
      ) : (
        <>
          <p className="kpi-card-value">
            {card.value}
            {card.unit === undefined ? null : <span className="kpi-unit">{card.unit}</span>}
          </p>
          {card.trend === undefined ? null : <TrendWords trend={card.trend} />}
          <div className="kpi-card-course">
            {points === undefined ? null : (
              <Sparkline values={points.map(({ length }) => length)} />
            )}
          </div>
          {card.note === null ? null : (
            <p className="kpi-card-why">{`${card.note.charAt(0).toUpperCase()}${card.note.slice(1)}.`}</p>
          )}
        </>
      )}
      <div className="kpi-card-foot">
        <span className="kpi-card-target">
          Target: {card.target}
          {card.kind === "unknown" ? null : (
            <Badge tone={card.standing.tone}>
              {card.standing.tone === "good" ? (
                <IconCircleCheck size={13} aria-hidden="true" />
              ) : card.standing.tone === "attention" ? (
                <IconTargetOff size={13} aria-hidden="true" />
              ) : null}
              {card.standing.text}
            </Badge>
          )}
        </span>
        <p className="muted">{card.definition}.</p>
        <KpiBehind name={card.name} title={card.title} range={range} />
      </div>
    </article>
  );
};
