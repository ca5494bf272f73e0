import type { HeadgateConfig, NotPlanned, NotSeen, VirtualKey } from "@headgate/contract";
import { proposalId, savedBy } from "@headgate/levers";
import { type Picodollars, parseDollars } from "@headgate/money";
import type { InfrastructureBook } from "@headgate/planner";
import { findDominated, type MeasuredPools } from "./continuous/find-dominated.ts";
import { findNewModels } from "./continuous/find-new-models.ts";
import { findPriceChanges } from "./continuous/find-price-changes.ts";
import { findUnreconciled, type ReconciledBill } from "./continuous/find-unreconciled.ts";
import {
  adviceOfFinding,
  type Finding,
  type FindingName,
  findingId,
} from "./findings/advice-of-finding.ts";
import { findIdleKeys } from "./findings/find-idle-keys.ts";
import { findInCalls } from "./findings/find-in-calls.ts";
import { findRetrievalSpend } from "./findings/find-retrieval-spend.ts";
import { findUnallocated } from "./findings/find-unallocated.ts";
import { findUnpriced } from "./findings/find-unpriced.ts";
import type { Range } from "./findings/range.ts";
import { type HistorySource, type ReadHistory, readHistory } from "./history/read-history.ts";
import { savesPerMonth } from "./life/programme.ts";
import { proposePlans } from "./plans/propose-plans.ts";
import type { Advice } from "./recommend/advice.ts";
import { adviceOfLayer } from "./recommend/advice-of-layer.ts";
import { spendPerMonth } from "./simulate/simulation-report.ts";
import { LeverStack, type Stack, stackSteps } from "./stack/stack-levers.ts";

export type Advised = Readonly<{
  read: ReadHistory;
  stack: Stack;
  /** What labels say is better and is no dearer, then what is worth most first. */
  advice: readonly Advice[];
  /** What was looked for and could not be seen. */
  notSeen: readonly NotSeen[];
  /** Changes that would save next to nothing, and so are not recommended. */
  tooSmall: Readonly<{ count: number; dollarsPerMonth: Picodollars }>;
  /** What of capacity is not recommended, and why. */
  notPlanned: readonly NotPlanned[];
}>;

/** What is looked at beside the calls; without it capacity is not. */
export type AdviceSource = HistorySource &
  Readonly<{
    keys: readonly VirtualKey[];
    config: Pick<HeadgateConfig, "plans">;
    infrastructure?: InfrastructureBook;
    /** How much of the range's bills calls explain; absent where nobody compared them. */
    reconciled?: readonly ReconciledBill[];
    /** What labels say of the models of pools; absent where nobody asked a gateway. */
    measured?: MeasuredPools;
  }>;

/** Of what is spent a month. */
const LEAST_SHARE = 1_000n;

type AdviseOptions = Readonly<{
  /** Ids of what is not wanted: it is told of as it would stand in its place, and all else is worked out without it. */
  dismissed?: ReadonlySet<string>;
  /** Told before each step; what it throws ends the work. */
  tell?: (progress: AdviseProgress) => void;
}>;
export type AdviseProgress = Readonly<{ step: string; done: number; of: number }>;

/** Reading, each lever twice, findings, capacity. */
const STEPS = 3 + stackSteps;

/** What history says should change. */
export async function advise(
  source: AdviceSource,
  { dismissed = new Set(), tell }: AdviseOptions = {},
): Promise<Advised> {
  let done = 0;
  const begin = (step: string): void => tell?.({ step, done: done++, of: STEPS });
  begin("reading calls");
  const read = await readHistory(source);
  const { history } = read;
  const stack = new LeverStack(history, {
    isTaken: (draft) => !dismissed.has(proposalId(draft)),
    begin: (lever) => begin(`trying ${lever}`),
  });
  await stack.laySure();
  begin("looking for what levers leave");
  const isDismissed = (finding: FindingName): boolean => dismissed.has(findingId(finding));
  const inCalls = findInCalls(stack.after, { ...source, others: read.others, isDismissed });
  stack.leave(inCalls.left);
  await stack.layGuesses();
  const range = rangeOf(history);
  const askedRange = rangeOf(source);
  const isEmpty = history.fromMs >= history.toMs;
  const ofBills = isEmpty
    ? { findings: [], notSeen: [] }
    : await findRetrievalSpend(source.ledger, askedRange);
  const { measured } = source;
  const dominated = measured?.kind === "known" ? findDominated(measured.pools) : [];
  const findings = isEmpty ? dominated : [...dominated, ...(await findingsOf(source, read, range))];
  begin("planning capacity");
  const planned =
    isEmpty || source.infrastructure === undefined
      ? { findings: [], notPlanned: [] }
      : await proposePlans({
          ...{ ledger: source.ledger, config: source.config, prices: source.prices },
          infrastructure: source.infrastructure,
          ...{ range, askedRange, nowMs: source.nowMs, before: history, after: stack.after },
          ...{ depth: history.depth, isDismissed },
        });
  // What saves nothing beside those before it is no recommendation: another stands in its place.
  const layers = stack.layers
    .filter(({ savings }) => savedBy(savings) > 0n)
    .map((layer, index) => adviceOfLayer(history, layer, index + 1));
  const least = spendPerMonth(read) / LEAST_SHARE;
  const small = layers.filter((one) => savesPerMonth([one]) < least);
  const worthy = layers.filter((one) => !small.includes(one));
  return {
    read,
    stack,
    advice: [
      ...worthy,
      ...[...findings, ...inCalls.findings, ...ofBills.findings, ...planned.findings].map(
        adviceOfFinding,
      ),
    ].sort(byRank),
    notSeen: [
      ...inCalls.notSeen,
      ...ofBills.notSeen,
      ...(measured?.kind === "unknown"
        ? [{ kind: "dominated-model" as const, reason: measured.reason, calls: null }]
        : []),
    ],
    tooSmall: { count: small.length, dollarsPerMonth: savesPerMonth(small) },
    notPlanned: planned.notPlanned,
  };
}

const rangeOf = ({ fromMs, toMs }: Readonly<{ fromMs: number; toMs: number }>): Range => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

/** What no lever does, and what is no capacity. */
async function findingsOf(
  source: AdviceSource,
  { history, simulated }: ReadHistory,
  range: Range,
): Promise<readonly Finding[]> {
  const { ledger, prices, keys, nowMs, reconciled = [] } = source;
  const found = await Promise.all([
    findUnpriced(ledger, { ...range, simulated }),
    findUnallocated(ledger, { ...range, simulated }),
    findIdleKeys(ledger, range, keys),
    findPriceChanges(ledger, prices, { range, nowMs }),
    findNewModels(history, nowMs),
  ]);
  return [...found.flat(), ...findUnreconciled(reconciled)];
}

/** What labels say is better and is no dearer goes before all that is estimated. */
const byRank = (a: Advice, b: Advice): number =>
  Number(b.kind === "dominated-model") - Number(a.kind === "dominated-model") || byWorth(a, b);

const byWorth = (a: Advice, b: Advice): number => {
  const [left, right] = [parseDollars(a.worth_per_month), parseDollars(b.worth_per_month)];
  return left === right ? 0 : left > right ? -1 : 1;
};
