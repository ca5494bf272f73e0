import { counted } from "@headgate/contract";
import { useStatus } from "../../shell/use-status.ts";
import { spanText } from "../../time/time-text.ts";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import { describedMeasures, figureOf } from "./figure.ts";
import { FigureText } from "./figure-text.tsx";
import type { Explored } from "./query.ts";
import { changeOf, type Ranking } from "./ranked-model.ts";

/** The measure over everything in range, beside the period before. */
export const Headline = ({
  explored,
  ranking: { whole, wholeBefore },
}: Readonly<{ explored: Explored; ranking: Ranking }>) => {
  const { data: status } = useStatus();
  const { measure } = explored.exploration;
  const described = describedMeasures[measure];
  const figure = figureOf(measure, whole);
  const before = wholeBefore === undefined ? undefined : figureOf(measure, wholeBefore);
  const change = changeOf(figure, before);
  return (
    <p className="explore-headline">
      <span className="explore-total">
        <FigureText measure={measure} figure={figure} />
      </span>
      {described.unit === "dollars" && status?.simulated === true ? <SimulatedBadge /> : null}
      <span className="muted">
        {described.name.toLowerCase()} of {counted(whole.calls, "call")}, {spanText(explored.span)}
      </span>
      {whole.unpriced === 0 || described.unit !== "dollars" ? null : (
        <span className="unpriced">plus {counted(whole.unpriced, "unpriced attempt")}</span>
      )}
      {before === undefined ? null : (
        <span className="muted">
          {change === undefined || change === "new" ? null : <strong>{change} </strong>}
          against <FigureText measure={measure} figure={before} /> in the period before
        </span>
      )}
    </p>
  );
};
