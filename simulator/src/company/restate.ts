import type { BilledLine } from "./bills/billed-line.ts";
import type { OtherCharge } from "./bills/other-charge.ts";
import { monthOf } from "./calendar.ts";
import type { Restatement } from "./truth.ts";

type Line = BilledLine | OtherCharge;

/** A bill's last month as it was written first, and what the later edition changes. */
export type FirstEdition = Readonly<{ lines: readonly Line[]; restatement: Restatement }>;

/**
 * AWS's bill before its last month was closed: usage of the last two days is not in it yet, and of one model only
 * half of the usage on the third day from the end.
 */
export function firstEditionOf(lines: readonly Line[], days: readonly string[]): FirstEdition {
  const month = monthOf(days.at(-1) ?? "");
  const late = new Set(days.slice(-2).filter((day) => monthOf(day) === month));
  const early = days.at(-3);
  let linesAdded = 0;
  let linesChanged = 0;
  let picodollars = 0n;
  const first: Line[] = [];
  for (const line of lines) {
    if (late.has(line.day)) {
      linesAdded += 1;
      picodollars += line.picodollars;
    } else if (
      "component" in line &&
      line.day === early &&
      monthOf(line.day) === month &&
      line.route.title === "Nova Lite"
    ) {
      const quantity = line.quantity / 2n;
      const half = quantity * line.unitPrice;
      linesChanged += 1;
      picodollars += line.picodollars - half;
      first.push({ ...line, quantity, picodollars: half });
    } else first.push(line);
  }
  return {
    lines: first,
    restatement: { bill: "aws_cur", month, linesAdded, linesChanged, picodollars },
  };
}
