import { hash } from "node:crypto";
import { type BillSource, SIMULATED_STATEMENT, type SourceName } from "@headgate/contract";
import { dayOf } from "./bill-time.ts";

const LONGEST_ID = 200;
const LONGEST_ACCOUNT = 200;

/**
 * Which statement a line belongs to. The account's last part alone, so that the bills of one account meet
 * whether they write `/providers/Microsoft.Billing/billingAccounts/123` or `123`.
 */
export function statementOf(
  source: BillSource,
  account: string | undefined,
  periodStartMs: number,
): string {
  const name = nameOf(account);
  return `${source}:${name}:${dayOf(periodStartMs)}`;
}

/** A statement that names no account, `<source>::<day>`, as the account's. */
export const ofAccountStatement = (statement: string, account: string): string =>
  statement.replace(/:(?=[^:]*$)/, () => `${nameOf(account)}:`);

/** Of a bill whose money is simulated: a statement that never meets one of real money. */
export const simulatedStatementOf = (account: string | undefined, periodStartMs: number): string =>
  `${SIMULATED_STATEMENT}${nameOf(account)}:${dayOf(periodStartMs)}`;

const nameOf = (account: string | undefined): string =>
  account?.replace(/\/+$/, "").split("/").at(-1)?.slice(0, LONGEST_ACCOUNT) ?? "";

/** What there is to tell of a bill that does not say whose it is. */
export const NO_ACCOUNT =
  "The bill names no account: bills of several accounts for one time are one statement, and replace each other. Export it with the account's column.";

/** A line's own key; one that is too long stands as its SHA-256. */
export function lineIdOf(source: BillSource, ...parts: readonly string[]): string {
  const plain = `${source}:${parts.join(":")}`;
  return plain.length <= LONGEST_ID
    ? plain
    : `${source}:${hash("sha256", JSON.stringify(parts), "hex")}`;
}

/** The id of what a source says of an account that it does not name, with the account behind the source's name. */
export function ofAccountId(source: SourceName, id: string, account: string): string {
  const plain = `${source}:${account}:${id.slice(source.length + 1)}`;
  return plain.length <= LONGEST_ID
    ? plain
    : `${source}:${hash("sha256", JSON.stringify([account, id]), "hex")}`;
}

/** What a row without a key says, in 128 bits. */
export const contentDigest = (cells: Readonly<Record<string, string>>): string =>
  hash("sha256", JSON.stringify(Object.entries(cells)), "hex").slice(0, 32);
