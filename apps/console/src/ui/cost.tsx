import { costShown } from "../format/money-text.ts";
import "./badge.css";

/** A cost of the wire: dollars, or plainly that it is not known. */
export const Cost = ({ cost }: Readonly<{ cost: string | null }>) => (
  <span className={cost === null ? "unpriced" : undefined}>{costShown(cost)}</span>
);
