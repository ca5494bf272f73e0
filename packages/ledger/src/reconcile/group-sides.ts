import type { BillRow, CallRow } from "./sides.ts";

/** Calls are priced in it; a bill in another currency cannot be compared with them. */
export const CALLS_CURRENCY = "USD";

/** What is compared with each other: a provider's account and currency. */
export type SideGroup = {
  provider: string | null;
  /** Billing and sub accounts; the first as the bill is addressed. */
  billingAccounts: Set<string>;
  subAccounts: Set<string>;
  currency: string;
  bills: BillRow[];
  calls: CallRow[];
};

/**
 * Bills by provider, billing account and currency, and each call with the bill of its account. Where a
 * provider's calls or lines name no account, they cannot be told apart: its accounts are then compared
 * together. Calls of a provider or account that no bill in their currency is about are `unbilled`.
 */
export function groupSides(
  bills: readonly BillRow[],
  calls: readonly CallRow[],
): Readonly<{ groups: readonly SideGroup[]; unbilled: readonly CallRow[] }> {
  const pooled = new Set<string | null>([
    ...calls.flatMap(({ provider, account }) => (account === null ? [provider] : [])),
    ...bills.flatMap(({ provider, billingAccount, subAccount }) =>
      billingAccount === null && subAccount === null ? [provider] : [],
    ),
  ]);
  const groups = new Map<string, SideGroup>();
  const ofProvider = new Map<string, SideGroup[]>();
  for (const row of bills) {
    const account = row.billingAccount ?? row.subAccount;
    const key = JSON.stringify([
      row.provider,
      row.currency,
      pooled.has(row.provider) ? null : account,
    ]);
    const group = groups.get(key) ?? newGroup(row);
    if (!groups.has(key)) {
      groups.set(key, group);
      if (row.provider !== null && row.currency === CALLS_CURRENCY) {
        const others = ofProvider.get(row.provider);
        if (others === undefined) ofProvider.set(row.provider, [group]);
        else others.push(group);
      }
    }
    group.bills.push(row);
    if (row.billingAccount !== null) group.billingAccounts.add(row.billingAccount);
    if (row.subAccount !== null) group.subAccounts.add(row.subAccount);
  }
  const unbilled: CallRow[] = [];
  for (const call of calls) {
    const group = ofProvider.get(call.provider)?.find((one) => isAbout(one, call.account));
    if (group === undefined) unbilled.push(call);
    else group.calls.push(call);
  }
  return { groups: [...groups.values()], unbilled };
}

const newGroup = ({ provider, currency }: BillRow): SideGroup => ({
  provider,
  billingAccounts: new Set(),
  subAccounts: new Set(),
  currency,
  bills: [],
  calls: [],
});

/** A bill that names no account is about all of its provider, and a call that names none about any. */
const isAbout = (group: SideGroup, account: string | null): boolean =>
  account === null ||
  group.billingAccounts.has(account) ||
  group.subAccounts.has(account) ||
  group.bills.some((row) => row.billingAccount === null && row.subAccount === null);
