import type { UsageComponent } from "@headgate/contract";
import type { BillRow, CallRow } from "./sides.ts";

/** Components that a bill can fold into a wider one. */
const wider: Readonly<Partial<Record<UsageComponent, UsageComponent>>> = {
  reasoning: "output",
  cache_write_5m: "cache_write",
  cache_write_1h: "cache_write",
  input_image: "input",
  input_video: "input",
};

type Rows = Readonly<{ bills: readonly BillRow[]; calls: readonly CallRow[] }>;

/**
 * Puts both sides on the components that both know: where one side lacks a component of a model and has the
 * wider one that it is part of, the other side's goes into the wider one too. A bill that charges reasoning
 * as output is then compared with the calls' output and reasoning together. Where the wider one is known to one
 * side alone, beside its parts, as by sources of which only some tell how long a cache lives, the parts of both
 * sides go into it.
 */
export function onCommonComponents({ bills, calls }: Rows): Rows {
  const ofBills = componentsByModel(bills);
  const ofCalls = componentsByModel(calls);
  const rolled = <Row extends BillRow | CallRow>(row: Row): Row => {
    const parent = row.component === null ? undefined : wider[row.component];
    const sides = [ofBills.get(row.model), ofCalls.get(row.model)];
    const { component } = row;
    if (parent === undefined || component === null) return row;
    const lacks = sides.some((known) => known?.has(parent) === true && !known.has(component));
    const isOfOneSide =
      sides.every((known) => known !== undefined) &&
      sides.filter((known) => known?.has(parent) === true).length === 1;
    return lacks || isOfOneSide ? { ...row, component: parent } : row;
  };
  return { bills: bills.map(rolled), calls: calls.map(rolled) };
}

function componentsByModel(
  rows: readonly (BillRow | CallRow)[],
): ReadonlyMap<string | null, ReadonlySet<UsageComponent>> {
  const found = new Map<string | null, Set<UsageComponent>>();
  for (const { model, component } of rows) {
    if (component === null) continue;
    const known = found.get(model) ?? new Set();
    found.set(model, known.add(component));
  }
  return found;
}
