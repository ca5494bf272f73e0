import type { BillSource, UsageTotalSource } from "@headgate/contract";
import { ofAccountId, ofAccountStatement } from "../bill/bill-ids.ts";
import type { BillLineFacts, Found, UsageTotalFacts } from "../source.ts";

/** Sources that do not say whose their answers are, or not always: an operator's word is taken for what says nothing. */
const bills: readonly BillSource[] = ["openai_costs", "anthropic_cost_report", "aws_cost_explorer"];
const sums: readonly UsageTotalSource[] = ["openai_usage", "anthropic_usage_report"];

/**
 * What was found, as of the account that the operator names: where the source does not say it, statement and id carry
 * the account, so that two accounts' days do not take each other's place. All else stays as it is.
 */
export function ofAccount(found: Found, account: string): Found {
  if (found.kind === "bill_line") return { kind: "bill_line", line: lineOf(found.line, account) };
  if (found.kind === "usage_total") {
    return { kind: "usage_total", total: totalOf(found.total, account) };
  }
  return found;
}

/** Whether a bill says itself that it is another account's. */
export const isOfAnother = (found: Found, account: string): boolean =>
  found.kind === "bill_line" &&
  bills.includes(found.line.source) &&
  found.line.billing_account_id !== undefined &&
  found.line.billing_account_id !== account &&
  found.line.billing_account_name !== account;

function lineOf(line: BillLineFacts, account: string): BillLineFacts {
  if (!bills.includes(line.source) || line.billing_account_id !== undefined) return line;
  return {
    ...line,
    line_id: ofAccountId(line.source, line.line_id, account),
    statement: ofAccountStatement(line.statement, account),
    ...(coversItsMembers(line)
      ? { billing_account_name: account }
      : { billing_account_id: account }),
  };
}

/**
 * Calls at AWS name the member's account that made them. A bill that does not tell members apart is about the calls of
 * all of them: with the payer's id it would be held against the payer's own calls alone.
 */
const coversItsMembers = (line: BillLineFacts): boolean =>
  line.source === "aws_cost_explorer" && line.sub_account_id === undefined;

const totalOf = (total: UsageTotalFacts, account: string): UsageTotalFacts =>
  !sums.includes(total.source) || total.account !== undefined
    ? total
    : { ...total, total_id: ofAccountId(total.source, total.total_id, account), account };
