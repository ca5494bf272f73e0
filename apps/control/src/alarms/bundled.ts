import { counted } from "@headgate/contract";
import type { MeasuredEvent } from "./measure/measured.ts";

/** So many messages of accounts in one look: hundreds at once are read by nobody, and a notifier would refuse them. */
const MOST_MESSAGES = 20;

/** Accounts that are told of one by one; where there are too many, the last of them says how many more there are. */
export function bundled(accounts: readonly MeasuredEvent[]): readonly MeasuredEvent[] {
  const last = accounts[MOST_MESSAGES - 1];
  const rest = accounts.length - MOST_MESSAGES;
  if (last === undefined || rest <= 0) return accounts;
  const { note } = last.measurement;
  const more = counted(rest, "more account");
  const told = note === null ? more : `${note} and ${more}`;
  return [
    ...accounts.slice(0, MOST_MESSAGES - 1),
    { ...last, measurement: { ...last.measurement, note: told } },
  ];
}
