import type { ChargeWire } from "@headgate/contract";
import { formatDollars, type Picodollars } from "@headgate/money";
import type { Charge } from "./charge.ts";

const dollarsOrNull = (amount: Picodollars | undefined): string | null =>
  amount === undefined ? null : formatDollars(amount);

/** The wire form of a charge: decimal strings of dollars, null where a cost is not known. */
export const chargeToWire = (charge: Charge): ChargeWire => ({
  confidence: charge.confidence,
  list_cost: dollarsOrNull(charge.listCost),
  contracted_cost: dollarsOrNull(charge.contractedCost),
  effective_cost: dollarsOrNull(charge.effectiveCost),
  billed_cost: dollarsOrNull(charge.billedCost),
  lines: charge.lines.map((line) => ({
    component: line.component,
    quantity: line.quantity,
    unit_price: formatDollars(line.unitPrice),
    list_cost: formatDollars(line.listCost),
    price_record: line.priceRecord,
  })),
  ...(charge.reason === undefined ? {} : { reason: charge.reason }),
});
