import { counted } from "../counted.ts";
import type { BillDriversReport } from "./insight.ts";

/** What drivers of bills are of, and what is in none of their figures. */
export function billDriverNotes({
  lines_across: across,
  lines_in_other_currencies: others,
  things_left_out: things,
  total,
}: Pick<BillDriversReport, "lines_across" | "lines_in_other_currencies" | "things_left_out"> &
  Readonly<{ total: Pick<BillDriversReport["total"], "before"> }>): string {
  return [
    "All lines in USD, also of what calls cost: not to be added to the drivers of calls. The parts of a row add up to its change: another quantity, another effective price of the same thing, what is new or gone.",
    ...(/[1-9]/.test(total.before)
      ? []
      : [
          "Lines of the period before come to nothing: what stands as new may only not have been loaded.",
        ]),
    ...(across === 0
      ? []
      : [
          `${counted(across, "line reaches", "lines reach")} over an edge of the periods and ${across === 1 ? "is" : "are"} in no figure.`,
        ]),
    ...(others === 0
      ? []
      : [
          `${counted(others, "line", "lines")} in other currencies ${others === 1 ? "is" : "are"} in no figure.`,
        ]),
    ...(things === 0
      ? []
      : [
          `${counted(things, "thing", "things")} of the smallest cost ${things === 1 ? "is" : "are"} in no figure.`,
        ]),
  ].join(" ");
}
