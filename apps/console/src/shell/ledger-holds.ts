import type { Status } from "@headgate/contract";

/** What a ledger holds: calls, bills without a call, or neither; not known while it does not answer. */
type Holding = "calls" | "bills" | "nothing" | "unknown";

/** Bills alone are no empty ledger: what they tell is shown. */
export const ledgerHolds = (status: Pick<Status, "ledger"> | undefined): Holding => {
  if (status === undefined || status.ledger.rows === null) return "unknown";
  if (status.ledger.rows > 0) return "calls";
  return status.ledger.bills_from === null ? "nothing" : "bills";
};
