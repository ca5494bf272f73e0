import type { BilledLine } from "./bills/billed-line.ts";
import { endpointHours, type OtherCharge, type OtherKind } from "./bills/other-charge.ts";
import { DAY_MS, dayOf, monthOf, nextDay } from "./calendar.ts";
import { unitsOf } from "./exact-dollars.ts";
import { endpoints } from "./features.ts";
import { routes } from "./model-route.ts";
import type { PriceLookup } from "./price-lookup.ts";

/** A bill that the company gets. */
export type BillName =
  | "anthropic_cost_report"
  | "aws_cur"
  | "azure_cost_export"
  | "focus"
  | "openai_costs";

/** Why a bill says something else than the calls. */
export type PlantedFault = Readonly<{
  kind:
    | Exclude<OtherKind, "accelerator">
    | "discount"
    | "quantity"
    | "rate"
    | "region"
    | "tier"
    | "timing";
  bill: BillName;
  /** The day of the usage, or of the charge. */
  day: string;
  model?: string;
  component?: string;
  /** The day that the bill names instead. */
  billedDay?: string;
  /** What the bill says beyond the truth, signed; 0 where it only says it elsewhere. */
  picodollars: bigint;
  /** What stands on another day than it belongs to. */
  movedPicodollars?: bigint;
}>;

export type FaultyLines = Readonly<{
  lines: readonly BilledLine[];
  faults: readonly PlantedFault[];
}>;

type Change = Readonly<{ line: BilledLine; fault: PlantedFault }>;

/**
 * Plants one fault of each kind into the lines of bills, at days that scale with the number of days: too many
 * tokens, another rate, another tier, and another day.
 */
export function plantFaults(
  bill: BillName,
  lines: readonly BilledLine[],
  { dayAt, price }: Readonly<{ dayAt: (share: number) => string; price: PriceLookup }>,
): FaultyLines {
  const faults: PlantedFault[] = [];
  const changed = lines.map((line) => {
    const change = changeOf(bill, line, { dayAt, price });
    if (change === undefined) return line;
    faults.push(change.fault);
    return change.line;
  });
  return { lines: changed, faults };
}

function changeOf(
  bill: BillName,
  line: BilledLine,
  { dayAt, price }: Readonly<{ dayAt: (share: number) => string; price: PriceLookup }>,
): Change | undefined {
  const { route, component, day } = line;
  const about = { bill, day, model: route.model, component };
  switch (bill) {
    case "openai_costs": {
      if (day === dayAt(0.3) && route.model === "gpt-5-mini" && component === "output") {
        // A tenth more tokens than were used.
        const quantity = line.quantity + line.quantity / 10n + 1n;
        return changeTo(
          line,
          { quantity, unitPrice: line.unitPrice },
          { ...about, kind: "quantity" },
        );
      }
      if (day === dayAt(0.6) && route.tier === "batch") {
        // A batch at the price of single calls.
        const standard = { ...route, tier: "standard" } as const;
        const unitPrice = price(standard, component, day).picodollars;
        const dearer = { ...line, route: standard };
        return changeTo(dearer, { quantity: line.quantity, unitPrice }, { ...about, kind: "tier" });
      }
      return undefined;
    }
    case "azure_cost_export":
      if (day === dayAt(0.25) && route.model === "gpt-4o" && component === "output") {
        // An eighth below the list.
        const unitPrice = (line.unitPrice * 7n) / 8n;
        return changeTo(
          line,
          { quantity: line.quantity, unitPrice },
          { ...about, kind: "discount" },
        );
      }
      if (day !== dayAt(0.45) || route.model !== "gpt-4o") return undefined;
      // A tenth dearer than the list.
      return changeTo(
        line,
        { quantity: line.quantity, unitPrice: (line.unitPrice * 11n) / 10n },
        { ...about, kind: "rate" },
      );
    case "focus": {
      if (day !== dayAt(0.5)) return undefined;
      const billedDay = nextDay(day);
      return {
        line: { ...line, day: billedDay },
        fault: {
          ...about,
          kind: "timing",
          billedDay,
          picodollars: 0n,
          movedPicodollars: line.picodollars,
        },
      };
    }
    case "aws_cur": {
      if (day !== dayAt(0.35) || route.model !== routes.bedrockHaiku.model) return undefined;
      if (component !== "output") return undefined;
      // A call of anywhere at the price of one geography.
      const regional = { ...route, scope: "geo", place: "us" } as const;
      const unitPrice = price(regional, component, day).picodollars;
      const moved = { ...line, route: regional };
      return changeTo(moved, { quantity: line.quantity, unitPrice }, { ...about, kind: "region" });
    }
    case "anthropic_cost_report":
      return undefined;
    default:
      return bill satisfies never;
  }
}

function changeTo(
  line: BilledLine,
  { quantity, unitPrice }: Pick<BilledLine, "quantity" | "unitPrice">,
  fault: Omit<PlantedFault, "picodollars">,
): Change {
  const { picodollars: before } = line;
  const picodollars = quantity * unitPrice;
  return {
    line: { ...line, quantity, unitPrice, picodollars },
    fault: { ...fault, picodollars: picodollars - before },
  };
}

/**
 * Lines that no call explains: endpoints that run all day; once a month on AWS's bill tax, a credit, support and
 * usage that is not named, and on Google's a commitment that nothing used.
 */
export function otherCharges(bill: "aws_cur" | "focus", days: readonly string[]): OtherCharge[] {
  const running = endpoints
    .filter((endpoint) => endpoint.bill === bill)
    .flatMap((endpoint) =>
      days.map((day): OtherCharge => {
        const hours = BigInt(endpointHours(endpoint));
        return {
          kind: "accelerator",
          day,
          endpoint,
          picodollars: unitsOf(endpoint.dollarsAnHour) * hours,
        };
      }),
    );
  const once = bill === "aws_cur" ? onAws : onGoogle;
  return [
    ...running,
    ...lastDays(days).flatMap((day) =>
      once.map(({ kind, dollars }): OtherCharge => ({ kind, day, picodollars: unitsOf(dollars) })),
    ),
  ];
}

const onAws = [
  { kind: "tax", dollars: "12.34" },
  { kind: "credit", dollars: "-25" },
  { kind: "support", dollars: "29" },
  { kind: "unexplained", dollars: "3.217654" },
] as const;
const onGoogle = [{ kind: "commitment", dollars: "7.5" }] as const;

/** The last of the days in each month. */
const lastDays = (days: readonly string[]): readonly string[] =>
  days.filter((day, index) => {
    const next = days[index + 1];
    return next === undefined || monthOf(next) !== monthOf(day);
  });

/** The day at a share of the way. */
export const dayAtShare =
  (fromMs: number, days: number) =>
  (share: number): string =>
    dayOf(fromMs + Math.floor(days * share) * DAY_MS);
