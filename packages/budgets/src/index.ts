export { amountOfRow, type RecordedAttempt } from "./amounts-of-row.ts";
export { type Budget, compileBudgets, shareOf } from "./budget.ts";
export { claimsFor } from "./claims.ts";
export { type MatchedBudget, matchBudgets } from "./match-budgets.ts";
export { openBudgets } from "./open-budgets.ts";
export { amountWire, refusalError, subjectOf } from "./refusal.ts";
export { OPENING_PATIENCE_MS, whileReopening } from "./reopening.ts";
export { slotClock } from "./slot-clock.ts";
export { openSqliteBudgets } from "./sqlite/open-sqlite-budgets.ts";
export { steadyMs } from "./steady-clock.ts";
export {
  accountKey,
  type Begun,
  type BudgetStore,
  type Claim,
  type EndedLease,
  type SlotRange,
  type SlotStanding,
  UNSETTLED_PAGE,
} from "./store.ts";
export { addressOf, connectValkey, type ValkeyClient } from "./valkey/connect-valkey.ts";
export { lookAtValkey } from "./valkey/look-at-valkey.ts";
export type { CountersNews } from "./valkey/news.ts";
export { newsLine } from "./valkey/news-line.ts";
export { type Slots, type Span, slotEnds, slotsAt, slotWidth, spanAt } from "./window.ts";
export { type WorstCase, worstCase } from "./worst-case.ts";
