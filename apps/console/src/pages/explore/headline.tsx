import { counted } from "@headgate/contract";
import { displayDollarsCompact } from "@headgate/money";
import { spanText } from "../../time/time-text.ts";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import { describedMeasures, figureOf } from "./figure.ts";
import { FigureText } from "./figure-text.tsx";
import type { Explored } from "./query.ts";
import { changeOf, type Ranking } from "./ranked-model.ts";
import type { Sums } from "./sums.ts";

/** The measure over everything in range, beside the period before. */
export const Headline = ({
  explored,
  ranking: { whole, wholeBefore },
}: Readonly<{ explored: Explored; ranking: Ranking }>) => {
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
      {described.unit === "dollars" ? <Simulated sums={whole} /> : null}
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

/** What of the money itself is simulated, whatever providers are configured now. */
const Simulated = ({ sums: { simulated, effective } }: Readonly<{ sums: Sums }>) => {
  if (simulated <= 0n) return null;
  if (simulated >= effective) return <SimulatedBadge />;
  return (
    <span className="muted">
      {displayDollarsCompact(simulated)} of the effective cost is simulated
    </span>
  );
};
