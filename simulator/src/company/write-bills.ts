import { writeAnthropicCosts, writeAnthropicUsage } from "./bills/anthropic-pages.ts";
import { writeAwsCostExplorer } from "./bills/aws-cost-explorer.ts";
import { writeAwsCur } from "./bills/aws-cur.ts";
import { writeAzureCostExport } from "./bills/azure-cost-export.ts";
import type { BilledLine, BilledUsage } from "./bills/billed-line.ts";
import { writeFocus } from "./bills/focus.ts";
import { writeOpenaiCosts, writeOpenaiUsage } from "./bills/openai-pages.ts";
import type { OtherCharge } from "./bills/other-charge.ts";
import { byMonth } from "./calendar.ts";
import { totalOf } from "./company-call.ts";
import { type BillName, otherCharges, type PlantedFault, plantFaults } from "./faults.ts";
import type { PriceLookup } from "./price-lookup.ts";
import { firstEditionOf } from "./restate.ts";
import type { OpenTable } from "./table/table.ts";
import type { BillEdition, TruthEnding } from "./truth.ts";

type Line = BilledLine | OtherCharge;

export type BillOptions = Readonly<{
  /** Where what is loaded first lies. */
  sources: string;
  /** Where the later edition of a bill lies. */
  restated: string;
  usage: BilledUsage;
  /** All days, in order. */
  days: readonly string[];
  dayAt: (share: number) => string;
  price: PriceLookup;
  /** How AWS's and Google's bills are written. */
  table: OpenTable;
}>;

type BillsWritten = Pick<
  TruthEnding,
  "accelerators" | "bills" | "faults" | "restatements" | "secondBills"
>;

/** Writes every provider's bill and usage report, with the planted faults, and one bill's month twice. */
export async function writeBills(options: BillOptions): Promise<BillsWritten> {
  const { sources, restated, table, usage, days } = options;
  const faulty = (bill: BillName, lines: readonly BilledLine[]) =>
    plantFaults(bill, lines, options);
  const azure = faulty("azure_cost_export", usage.lines("azure"));
  const google = faulty("focus", usage.lines("vertex"));
  const openai = faulty("openai_costs", usage.lines("openai"));
  const anthropic = usage.lines("anthropic");
  const accelerators = [...otherCharges("aws_cur", days), ...otherCharges("focus", days)];
  const bedrock = faulty("aws_cur", usage.lines("bedrock"));
  const aws: readonly Line[] = [...bedrock.lines, ...otherCharges("aws_cur", days)];
  const focus: readonly Line[] = [...google.lines, ...otherCharges("focus", days)];
  const first = firstEditionOf(aws, days);
  const { month } = first.restatement;

  await writeAwsCur(table, sources, first.lines);
  await writeAwsCur(table, restated, byMonth(aws).get(month) ?? []);
  const secondBills = await writeAwsCostExplorer(sources, aws, {
    days,
    reached: lastDayOf(first.lines),
  });
  await writeAzureCostExport(sources, azure.lines);
  await writeFocus(table, sources, focus);
  await writeOpenaiCosts(sources, openai.lines);
  await writeOpenaiUsage(sources, usage.sums("openai"));
  await writeAnthropicCosts(sources, anthropic);
  await writeAnthropicUsage(sources, usage.sums("anthropic"));

  return {
    bills: [
      ...editionsOf("aws_cur", aws),
      ...editionsOf("aws_cur", byMonth(first.lines).get(month) ?? [], "first"),
      ...editionsOf("azure_cost_export", azure.lines),
      ...editionsOf("focus", focus),
      ...editionsOf("openai_costs", openai.lines),
      ...editionsOf("anthropic_cost_report", anthropic),
    ],
    faults: [
      ...azure.faults,
      ...bedrock.faults,
      ...google.faults,
      ...openai.faults,
      ...accelerators.flatMap((charge): readonly PlantedFault[] => {
        if (charge.kind === "accelerator") return [];
        const { day, kind, picodollars } = charge;
        return [{ kind, bill: kind === "commitment" ? "focus" : "aws_cur", day, picodollars }];
      }),
    ],
    restatements: [first.restatement],
    secondBills,
    accelerators: accelerators.flatMap((charge) => {
      if (charge.kind !== "accelerator") return [];
      const { day, endpoint, picodollars } = charge;
      const { bill, name, team } = endpoint;
      return [{ bill, day, endpoint: name, team, picodollars }];
    }),
  };
}

const lastDayOf = (lines: readonly Line[]): string =>
  lines.reduce((last, { day }) => (day > last ? day : last), "");

const editionsOf = (
  bill: BillName,
  lines: readonly Line[],
  edition: BillEdition["edition"] = "final",
): readonly BillEdition[] =>
  [...byMonth(lines)].map(([month, ofMonth]) => ({
    bill,
    month,
    edition,
    lines: ofMonth.length,
    picodollars: totalOf(ofMonth),
  }));
