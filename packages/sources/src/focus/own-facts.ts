import { priceScopes, spendCategories, usageComponents } from "@headgate/contract";
import type { BillCells } from "../bill/bill-cells.ts";
import type { LineFacts } from "../bill/line-facts.ts";
import { definedOnly } from "../bill/read-bill-table.ts";
import { ownColumns } from "./own-columns.ts";

/** What an export of Headgate's own says it had read out of the row; undefined for any other file's row. */
export function ownFacts(cells: BillCells): LineFacts | undefined {
  const category = oneOf(spendCategories, cells.text(ownColumns.category));
  if (category === undefined) return undefined;
  return {
    facts: definedOnly({
      provider: cells.text(ownColumns.provider),
      billed_model: cells.text(ownColumns.billedModel),
      model: cells.text(ownColumns.model),
      component: oneOf(usageComponents, cells.text(ownColumns.component)),
      component_quantity: cells.amount(ownColumns.componentQuantity),
      service_tier: cells.text(ownColumns.serviceTier),
      scope: oneOf(priceScopes, cells.text(ownColumns.scope)),
    }),
    spending: { category, why: "an export of Headgate says so" },
    warnings: [],
  };
}

/** A row's cells without those that an export of Headgate's own filled in for want of the source's word. */
export function withoutFilled(
  cells: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const filled = cells[ownColumns.filled[0]];
  if (filled === undefined || filled === "") return cells;
  const names = new Set(filled.split(" "));
  return Object.fromEntries(Object.entries(cells).filter(([name]) => !names.has(name)));
}

const oneOf = <Word extends string>(
  words: readonly Word[],
  text: string | undefined,
): Word | undefined => words.find((word) => word === text);
