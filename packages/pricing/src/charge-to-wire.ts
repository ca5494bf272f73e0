import type { ChargeLine, ChargeWire } from "@headgate/contract";
import { formatDollars, type Picodollars } from "@headgate/money";
import type { Charge, PricedLine } from "./charge.ts";

/** The text of each record's unit price, made once; as many as the price book has records. */
const unitPriceTexts = new Map<string, { readonly of: Picodollars; readonly text: string }>();

/** The wire form of a charge: decimal strings of dollars, null where a cost is not known. */
export function chargeToWire(charge: Charge): ChargeWire {
  const { listCost } = charge;
  const list = listCost === undefined ? null : formatDollars(listCost);
  const text = (amount: Picodollars | undefined): string | null => {
    if (amount === undefined) return null;
    // Without overlays all four are one amount: it is printed once.
    return amount === listCost ? list : formatDollars(amount);
  };
  const wire: ChargeWire = {
    confidence: charge.confidence,
    list_cost: list,
    contracted_cost: text(charge.contractedCost),
    effective_cost: text(charge.effectiveCost),
    billed_cost: text(charge.billedCost),
    lines: charge.lines.map(lineToWire),
  };
  if (charge.reason !== undefined) wire.reason = charge.reason;
  return wire;
}

function lineToWire(line: PricedLine): ChargeLine {
  const wire: ChargeLine = {
    component: line.component,
    quantity: line.quantity,
    unit_price: unitPriceText(line),
    list_cost: formatDollars(line.listCost),
    price_record: line.priceRecord,
  };
  if (line.model !== undefined) wire.model = line.model;
  if (line.overlay !== undefined) {
    wire.overlay = {
      names: line.overlay.names,
      contracted_cost: formatDollars(line.overlay.contractedCost),
      effective_cost: formatDollars(line.overlay.effectiveCost),
      billed_cost: formatDollars(line.overlay.billedCost),
    };
  }
  return wire;
}

function unitPriceText({ priceRecord, unitPrice }: PricedLine): string {
  const known = unitPriceTexts.get(priceRecord);
  // A record in the user's own price book may be corrected while this runs, under the same name.
  if (known?.of === unitPrice) return known.text;
  const text = formatDollars(unitPrice);
  unitPriceTexts.set(priceRecord, { of: unitPrice, text });
  return text;
}
