import { hash } from "node:crypto";
import { type LedgerRow, usageComponents } from "@headgate/contract";
import { isLaterUnit } from "./later-units.ts";

const components = usageComponents.map((component) => [component, isLaterUnit(component)] as const);

/**
 * 64 bits over what an attempt was and cost, and when it ran: a row that is loaded again hashes alike,
 * another one under a used id does not.
 */
export function contentHash(row: LedgerRow): bigint {
  const { charge } = row;
  const content: unknown[] = [
    row.client_call_id,
    row.started_at_ms,
    row.duration_ms,
    row.provider,
    row.operation,
    row.request_model,
    row.sent_model,
    row.response_model,
    row.response_id,
    row.outcome,
    row.status,
    row.usage_origin,
    quantitiesOf(row),
    charge.confidence,
    charge.list_cost,
    charge.contracted_cost,
    charge.effective_cost,
    charge.billed_cost,
    charge.lines.map((line) => [line.component, line.quantity, line.unit_price, line.list_cost]),
  ];
  // Rows from before there was such usage hash as they did.
  if (row.other_usage !== undefined) content.push(row.other_usage);
  return hashOf(JSON.stringify(content));
}

/** A unit that came later leaves no trace where it is absent, so that older rows keep their hashes. */
function quantitiesOf({ usage }: LedgerRow): readonly unknown[] {
  const quantities: unknown[] = [];
  for (const [component, isLater] of components) {
    const quantity = usage[component];
    if (!isLater) quantities.push(quantity);
    else if (quantity !== undefined) quantities.push(`${component} ${quantity}`);
  }
  return quantities;
}

/** 64 bits over all of a bill line, a sum of usage or a measurement, whatever the order of its members. */
export const contentHashOf = (content: object): bigint => hashOf(JSON.stringify(inOrder(content)));

const hashOf = (content: string): bigint => hash("sha256", content, "buffer").readBigInt64BE();

/** An object as its members in the order of their names. */
const inOrder = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, member]) => [name, inOrder(member)])
    : value;
