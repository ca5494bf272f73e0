import type { Measure } from "../../search/explore-search.ts";
import { describedMeasures, figureLength } from "./figure.ts";
import type { Ranked } from "./ranked-model.ts";

/** A group's bar, in the colours of its parts where they add up to it. */
export const RankedBar = ({
  row,
  measure,
  longest,
  colourOf,
}: Readonly<{
  row: Ranked;
  measure: Measure;
  longest: number;
  colourOf: (key: string) => string;
}>) => {
  const stacked = describedMeasures[measure].adds && row.parts.length > 0;
  const pieces = stacked ? row.parts : [{ key: row.key, figure: row.figure }];
  return (
    <span className="ranked-bar" aria-hidden="true">
      {pieces.map(({ key, figure }) => {
        const length = figureLength(measure, figure);
        return length === undefined || longest === 0 ? null : (
          <span
            key={key}
            style={{
              width: `${(length / longest) * 100}%`,
              background: stacked || row.parts.length === 0 ? colourOf(key) : "var(--accent)",
            }}
          />
        );
      })}
    </span>
  );
};
