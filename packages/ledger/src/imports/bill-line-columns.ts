import { attributionFields, type BillLine } from "@headgate/contract";
import type { TakenColumn } from "../column.ts";
import { contentHashOf } from "../content-hash.ts";
import { fitDecimal } from "./fit-decimal.ts";

type KeysOf<Value> = {
  [Key in keyof BillLine]-?: BillLine[Key] extends Value | undefined ? Key : never;
}[keyof BillLine];
type BillColumn = TakenColumn<BillLine>;

const text = (name: KeysOf<string>): BillColumn => ({
  name,
  type: "VARCHAR",
  take: (line) => line[name] ?? null,
});
const moment = (name: string, key: KeysOf<number>): BillColumn => ({
  name,
  type: "TIMESTAMP",
  take: (line) => line[key],
});

/** Members of a line that are numbers of any length. */
const decimalMembers = [
  "billed_cost",
  "effective_cost",
  "list_cost",
  "contracted_cost",
  "pricing_quantity",
  "list_unit_price",
  "contracted_unit_price",
  "consumed_quantity",
  "component_quantity",
] as const satisfies readonly KeysOf<string>[];

const decimal = (name: (typeof decimalMembers)[number]): BillColumn => ({
  name,
  type: "DECIMAL(38,12)",
  take: (line) => {
    const amount = line[name];
    return amount === undefined ? null : (fitDecimal(amount)?.text ?? null);
  },
});

/** The columns of `bill_lines` in their order. */
export const billLineColumns: readonly BillColumn[] = [
  text("line_id"),
  text("source"),
  text("statement"),
  text("billing_account_id"),
  text("billing_account_name"),
  text("sub_account_id"),
  text("sub_account_name"),
  moment("billing_period_start", "billing_period_start_ms"),
  moment("billing_period_end", "billing_period_end_ms"),
  moment("charge_period_start", "charge_period_start_ms"),
  moment("charge_period_end", "charge_period_end_ms"),
  text("charge_category"),
  text("charge_class"),
  text("charge_description"),
  text("provider_name"),
  text("publisher_name"),
  text("invoice_issuer_name"),
  text("invoice_id"),
  text("service_category"),
  text("service_subcategory"),
  text("service_name"),
  text("sku_id"),
  text("sku_price_id"),
  text("sku_meter"),
  text("region_id"),
  text("resource_id"),
  text("resource_name"),
  text("billing_currency"),
  ...decimalMembers.map(decimal),
  text("pricing_category"),
  text("pricing_unit"),
  text("consumed_unit"),
  text("commitment_discount_id"),
  text("commitment_discount_type"),
  text("commitment_discount_status"),
  text("capacity_reservation_id"),
  text("capacity_reservation_status"),
  text("principal"),
  { name: "tags", type: "MAP(VARCHAR, VARCHAR)", take: (line) => line.tags },
  text("category"),
  text("provider"),
  text("billed_model"),
  text("model"),
  text("component"),
  text("service_tier"),
  text("scope"),
  ...attributionFields.map(
    (field): BillColumn => ({
      name: field,
      type: "VARCHAR",
      take: (line) => line.attribution[field] ?? null,
    }),
  ),
  { name: "exact_amounts", type: "VARCHAR", take: exactAmounts },
  { name: "content_hash", type: "BIGINT", take: contentHashOf },
];

/** The texts of numbers that the columns do not hold whole, by their names, as JSON; null where all fit. */
function exactAmounts(line: BillLine): string | null {
  const whole: Record<string, string> = {};
  for (const name of decimalMembers) {
    const amount = line[name];
    if (amount !== undefined && fitDecimal(amount)?.isExact !== true) whole[name] = amount;
  }
  return Object.keys(whole).length === 0 ? null : JSON.stringify(whole);
}

/** A line without its costs is none. Other numbers of any size are kept as text. */
export const hasRoom = (line: BillLine): boolean =>
  fitDecimal(line.billed_cost) !== undefined && fitDecimal(line.effective_cost) !== undefined;
