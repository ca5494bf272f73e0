import { join } from "node:path";
import { monthOf, nextDay } from "../calendar.ts";
import { decimalOf, unitsOf } from "../exact-dollars.ts";
import type { BillName } from "../faults.ts";
import { LineFile } from "../line-file.ts";
import { curCells } from "./aws-cur.ts";
import type { BilledLine } from "./billed-line.ts";
import type { OtherCharge } from "./other-charge.ts";

type Line = BilledLine | OtherCharge;

/** A day of a bill that says what another one says too. */
export type SecondBill = Readonly<{
  bill: "aws_cost_explorer";
  of: BillName;
  day: string;
  lines: number;
  picodollars: bigint;
  /** Whether the other bill's first edition does not reach the day, so that only this one tells of it so far. */
  isAhead: boolean;
}>;

const DAYS_A_PAGE = 7;
const parts = ["usage", "other"] as const;
type Part = (typeof parts)[number];

type Group = Readonly<{ day: string; part: Part; keys: readonly [string, string] }> & {
  picodollars: bigint;
  quantity: bigint;
  unit: string | undefined;
};

/**
 * Cost Explorer's answers for the account of AWS's report, a page a line, by day: usage by service and usage type, then
 * credits and tax by service and type of charge. Two questions, as Headgate asks them, for one would take credits off
 * usage; which one an answer is to stands beside it (`RecordTypes`). It knows no team, and is there before the report is.
 *
 * @param lines what the report says in the end
 * @param reached the last day that the report's first edition has
 */
export async function writeAwsCostExplorer(
  folder: string,
  lines: readonly Line[],
  { days, reached }: Readonly<{ days: readonly string[]; reached: string }>,
): Promise<readonly SecondBill[]> {
  const groups = groupsOf(lines);
  const open = monthOf(days.at(-1) ?? "");
  const file = new LineFile(join(folder, "aws-cost-explorer", "answers.jsonl"));
  for (const part of parts) {
    for (let first = 0; first < days.length; first += DAYS_A_PAGE) {
      const ofPage = days.slice(first, first + DAYS_A_PAGE);
      const isLast = first + DAYS_A_PAGE >= days.length;
      await file.line(
        JSON.stringify({
          RecordTypes: part,
          ...(!isLast && { NextPageToken: `constructed-${part}-${first + DAYS_A_PAGE}` }),
          GroupDefinitions: ["SERVICE", part === "usage" ? "USAGE_TYPE" : "RECORD_TYPE"].map(
            (Key) => ({ Type: "DIMENSION", Key }),
          ),
          ResultsByTime: ofPage.map((day) => ({
            TimePeriod: { Start: day, End: nextDay(day) },
            Total: {},
            Groups: groups.filter((group) => group.part === part && group.day === day).map(wireOf),
            Estimated: monthOf(day) === open,
          })),
          DimensionValueAttributes: [],
        }),
      );
    }
  }
  await file.close();
  return days.map((day) => {
    const ofDay = groups.filter((group) => group.day === day);
    const picodollars = ofDay.reduce((sum, group) => sum + group.picodollars, 0n);
    const isAhead = day > reached;
    const about = { bill: "aws_cost_explorer", of: "aws_cur", day } as const;
    return { ...about, lines: ofDay.length, picodollars, isAhead };
  });
}

function groupsOf(lines: readonly Line[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const line of lines) {
    const cells = curCells(line);
    const type = cells.line_item_line_item_type ?? "";
    const part = type === "Usage" ? "usage" : "other";
    const second = part === "usage" ? (cells.line_item_usage_type ?? "") : type;
    const { day, picodollars } = line;
    const keys = [serviceOf(line), second] as const;
    const amount = cells.line_item_usage_amount;
    const quantity = amount === undefined ? 0n : unitsOf(amount);
    const key = JSON.stringify([day, part, keys]);
    const before = groups.get(key);
    if (before === undefined) {
      groups.set(key, { day, part, keys, picodollars, quantity, unit: cells.pricing_unit });
    } else {
      before.picodollars += picodollars;
      before.quantity += quantity;
    }
  }
  return [...groups.values()];
}

/** Claude is a service of its own, and so is tax. */
function serviceOf(line: Line): string {
  if (!("kind" in line)) {
    const { marketplace, title } = line.route;
    return marketplace === true ? `${title} (Amazon Bedrock Edition)` : "Amazon Bedrock";
  }
  switch (line.kind) {
    case "credit":
    case "unexplained":
      return "Amazon Bedrock";
    case "tax":
      return "Tax";
    case "support":
      return "AWS Support (Business)";
    case "accelerator":
      return "Amazon SageMaker";
    case "commitment":
      throw new RangeError("AWS's bill has no commitment of this company's");
    default:
      return line satisfies never;
  }
}

function wireOf({ keys, picodollars, quantity, unit }: Group): unknown {
  const cost = { Amount: decimalOf(picodollars), Unit: "USD" };
  return {
    Keys: keys,
    Metrics: {
      UnblendedCost: cost,
      AmortizedCost: cost,
      // What is counted in no unit of its own.
      UsageQuantity: { Amount: decimalOf(quantity), Unit: unit ?? "N/A" },
    },
  };
}
