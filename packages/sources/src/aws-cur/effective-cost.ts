import type { BillCells } from "../bill/bill-cells.ts";
import { addDecimals, isKeptDecimal, subtractDecimals } from "../bill/decimal-sum.ts";
import { curColumns as column } from "./columns.ts";

/** Whether the report has the columns by which commitments are spread over usage. */
export type Amortisation = Readonly<{ savingsPlans: boolean; reservations: boolean }>;

export type EffectiveCost = Readonly<{ cost: string; problem?: string }>;

/**
 * A line's amortised cost by the rules of AWS's own queries: covered usage costs its share of the commitment, a
 * recurring fee what of it was not used, upfront fees and negations nothing. All other lines cost what they are
 * billed. `amortized_cost_by_charge_type.sql` in https://github.com/awslabs/aws-well-architected-labs, read
 * 2026-11-28.
 *
 * A report without those columns cannot spread commitments: all lines of a commitment then cost what they are
 * billed, which is told.
 */
export function effectiveCost(
  cells: BillCells,
  type: string,
  billed: string,
  { savingsPlans, reservations }: Amortisation,
): EffectiveCost {
  switch (type) {
    case "SavingsPlanCoveredUsage":
      return spread(savingsPlans, billed, cells.amount(column.savingsPlanEffectiveCost));
    case "SavingsPlanRecurringFee":
      return spread(
        savingsPlans,
        billed,
        difference(
          cells.amount(column.savingsPlanTotalCommitment),
          cells.amount(column.savingsPlanUsedCommitment),
        ),
      );
    case "SavingsPlanNegation":
    case "SavingsPlanUpfrontFee":
      return spread(savingsPlans, billed, "0");
    case "DiscountedUsage":
      return spread(reservations, billed, cells.amount(column.reservationEffectiveCost));
    case "RIFee":
      return spread(
        reservations,
        billed,
        sum(
          cells.amount(column.reservationUnusedUpfront),
          cells.amount(column.reservationUnusedRecurring),
        ),
      );
    case "Fee":
      return cells.text(column.reservationArn) === undefined
        ? { cost: billed }
        : spread(reservations, billed, "0");
    default:
      return { cost: billed };
  }
}

function spread(hasColumns: boolean, billed: string, amortised: string | undefined): EffectiveCost {
  if (hasColumns && amortised !== undefined && isKeptDecimal(amortised)) return { cost: amortised };
  return {
    cost: billed,
    problem:
      "A line of a commitment lacks its amortised cost; its effective cost is what was billed. Include the report's savings plan and reservation columns.",
  };
}

const difference = (from: string | undefined, what: string | undefined): string | undefined =>
  from === undefined || what === undefined ? undefined : subtractDecimals(from, what);

const sum = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || other === undefined ? undefined : addDecimals(one, other);
