import type { Measure } from "../../search/explore-search.ts";
import { type Figure, figureText } from "./figure.ts";

/** A figure in a table or a legend: what is not known is marked, a bound says that it is one. */
export const FigureText = ({
  measure,
  figure,
  brief = false,
}: Readonly<{ measure: Measure; figure: Figure; brief?: boolean }>) => (
  <span
    className={
      figure.amount === undefined && figure.missing === "unpriced" ? "unpriced" : undefined
    }
    title={figure.bound ? "Something is left out because it is not known" : undefined}
  >
    {figureText(measure, figure, brief)}
  </span>
);
