import type { LeverName, Policy, SimulationReport } from "@headgate/contract";
import {
  assignArms,
  type CallAfter,
  type CallSaving,
  type History,
  type HistoryCall,
  type LeversOfPolicy,
  type PolicySubject,
  type PolicyTrial,
  policyFor,
  policyTrials,
} from "@headgate/levers";
import { type Picodollars, parseDollars, picodollars } from "@headgate/money";

export type SimulatedLever = Readonly<{
  lever: LeverName;
  /** Calls for which the policies say something else of it. */
  calls: number;
  /** Where it would have made a call cost another sum, or what is not known. */
  savings: readonly CallSaving[];
  /** Rows of calls on which it is recorded to have acted, and would not. */
  undone: ReadonlySet<string>;
}>;

export type Simulation = Readonly<{
  levers: readonly SimulatedLever[];
  notSimulated: readonly Readonly<{ lever: LeverName; calls: number; reason: string }>[];
  /** Rows of calls that would be answered later. */
  deferred: ReadonlySet<string>;
  /** Calls whose policy has near questions answered, now and then, with the largest share of them that may be wrong. */
  nearAnswers: SimulationReport["quality"]["near_answers"];
  /** What becomes of each call, in the history's order. */
  after: readonly Readonly<{ call: HistoryCall; after: CallAfter }>[];
}>;

export type PoliciesToTry = Readonly<{
  now: readonly Policy[];
  next: readonly Policy[];
  /** The name of a key by its id; policies can be for keys by name. */
  keyName: (id: string) => string;
}>;

type Place = { readonly call: HistoryCall; now: CallAfter };
type Group = Readonly<{ now: LeversOfPolicy; next: LeversOfPolicy; calls: HistoryCall[] }>;

const ACTS_ALREADY =
  "It acts on these calls already, and they stay as they were: what the other setting would have done to them is not in a history.";

/**
 * Tries other policies out on a history, lever by lever in the order in which they act, each by its own code on what those
 * before it leave. Where both policies say the same of a lever its calls stay as they were recorded. Where the new one
 * switches it off, what it saved comes back as cost; what it did not touch is tried under both, and their difference counts.
 * What it has touched and would touch in another way is named. Sessions are held out as the policies say, by the same lots.
 */
export async function simulatePolicies(
  history: History,
  policies: PoliciesToTry,
): Promise<Simulation> {
  const places = new Map<string, Place>();
  for (const call of history.calls) places.set(call.row.row_id, { call, now: call });
  const levers: SimulatedLever[] = [];
  const notSimulated: Simulation["notSimulated"][number][] = [];
  for (const trial of policyTrials) {
    const groups = groupsOf(places, trial, policies);
    const savings: CallSaving[] = [];
    const untried = new Map<string, number>();
    const undone = new Set<string>();
    for (const group of groups) {
      savings.push(...(await moved(history, trial, group, places)));
      const acted = group.calls.filter((call) => savedOn(call, trial.lever) !== "untouched");
      if (!trial.isOn(group.next)) {
        for (const { row } of acted) undone.add(row.row_id);
        continue;
      }
      const why = trial.whyNot(group.next);
      const [reason, calls] =
        why === undefined ? [ACTS_ALREADY, acted.length] : [why, group.calls.length];
      if (calls > 0) untried.set(reason, (untried.get(reason) ?? 0) + calls);
    }
    for (const [reason, calls] of untried) notSimulated.push({ lever: trial.lever, calls, reason });
    const calls = groups.reduce((sum, group) => sum + group.calls.length, 0);
    if (calls > 0) levers.push({ lever: trial.lever, calls, savings, undone });
  }
  const after = [...places.values()].map(({ call, now }) => ({ call, after: now }));
  const deferred = new Set(
    levers
      .filter(({ lever }) => lever === "batch")
      .flatMap((lever) => actedOnMore(lever))
      .map(({ call }) => call.row.row_id),
  );
  const { keyName } = policies;
  const nearAnswers = {
    now: nearAnswersOf(history.calls, policies.now, keyName),
    next: nearAnswersOf(history.calls, policies.next, keyName),
  };
  return { levers, notSimulated, deferred, nearAnswers, after };
}

/** The savings of calls on which a lever acts under the new policies and did not before. */
export const actedOnMore = ({
  savings,
  undone,
}: Pick<SimulatedLever, "savings" | "undone">): readonly CallSaving[] =>
  savings.filter(({ call, saved }) =>
    saved === undefined ? !undone.has(call.row.row_id) : saved > 0n,
  );

/** Calls that both policies treat alike are in none: those of a group are told one and the other thing. */
function groupsOf(
  places: ReadonlyMap<string, Place>,
  { part }: PolicyTrial,
  { now, next, keyName }: PoliciesToTry,
): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const place of places.values()) {
    if (place.now === "answered") continue;
    const subject = subjectOf(place.call, keyName);
    const before = heldOut(policyFor(now, subject), place.call);
    const after = heldOut(policyFor(next, subject), place.call);
    const key = JSON.stringify([before[part], after[part]]);
    if (JSON.stringify(before[part]) === JSON.stringify(after[part])) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { now: before, next: after, calls: [place.now] });
    else group.calls.push(place.now);
  }
  return [...groups.values()];
}

const subjectOf = ({ row }: HistoryCall, keyName: PoliciesToTry["keyName"]): PolicySubject => ({
  attribution: row.attribution,
  keyName: row.key_id === undefined ? "" : keyName(row.key_id),
  model: row.request_model,
  operation: row.operation,
});

/** The policy as it is for this call, once its lot is drawn: without the levers that it is held out of. */
const heldOut = (policy: LeversOfPolicy, { row }: HistoryCall): LeversOfPolicy =>
  assignArms(policy, {
    ...{ id: row.call_id, keyId: row.key_id ?? "", attribution: row.attribution },
    operation: row.operation,
  })?.policy ?? policy;

function nearAnswersOf(
  calls: readonly HistoryCall[],
  policies: readonly Policy[],
  keyName: PoliciesToTry["keyName"],
): SimulationReport["quality"]["near_answers"]["now"] {
  const bounds = calls.flatMap((call) => {
    if (call.row.operation !== "chat") return [];
    const policy = policyFor(policies, subjectOf(call, keyName));
    const { semantic_cache: near } = heldOut(policy, call);
    return near.mode === "on" ? [near.max_wrong_share] : [];
  });
  const stated = bounds.filter((bound) => bound !== undefined);
  const isBounded = bounds.length > 0 && stated.length === bounds.length;
  return {
    calls: bounds.length,
    most_wrong: isBounded ? stated.reduce((most, one) => Math.max(most, one)) : null,
  };
}

/** What a group's calls would have cost less, and moves them to where they would stand. */
async function moved(
  history: Pick<History, "price" | "market">,
  trial: PolicyTrial,
  { now, next, calls }: Group,
  places: ReadonlyMap<string, Place>,
): Promise<readonly CallSaving[]> {
  const untouched = calls.filter((call) => savedOn(call, trial.lever) === "untouched");
  const [under, was] = await Promise.all([
    triedOn(history, trial, next, untouched),
    // What a lever could have touched and did not is no loss when it is switched off.
    trial.isOn(next) ? triedOn(history, trial, now, untouched) : new Map<HistoryCall, CallSaving>(),
  ]);
  return calls.flatMap((call): CallSaving[] => {
    const place = places.get(call.row.row_id);
    if (place === undefined) return [];
    const recorded = savedOn(call, trial.lever);
    if (recorded !== "untouched") {
      if (trial.isOn(next)) return [];
      const after = withoutSaving(call, recorded);
      place.now = after;
      return [savingBetween(place.call, call, after)];
    }
    const [after, before] = [under.get(call), was.get(call)];
    if (after === undefined && before === undefined) return [];
    place.now = after?.after ?? call;
    if (after?.saved === undefined && after !== undefined) return [{ ...after, call: place.call }];
    const saving = savingBetween(place.call, before?.after ?? call, place.now);
    return saving.saved === 0n ? [] : [saving];
  });
}

/** Per call; where the lever is off, nothing. */
async function triedOn(
  history: Pick<History, "price" | "market">,
  trial: PolicyTrial,
  policy: LeversOfPolicy,
  calls: readonly HistoryCall[],
): Promise<ReadonlyMap<HistoryCall, CallSaving>> {
  if (!trial.isOn(policy)) return new Map();
  const savings = await trial.attempt(history, calls, policy);
  return new Map(savings.map((saving) => [saving.call, saving]));
}

/** What the ledger says that a lever saved on a call; undefined where it acted and that is not known. */
function savedOn({ row }: HistoryCall, lever: LeverName): Picodollars | undefined | "untouched" {
  const own = row.savings.filter((saving) => saving.lever === lever);
  if (own.length === 0) return "untouched";
  let sum = 0n;
  for (const { amount } of own) {
    if (amount === null) return undefined;
    sum += parseDollars(amount);
  }
  return picodollars(sum);
}

const withoutSaving = (call: HistoryCall, saved: Picodollars | undefined): HistoryCall => ({
  ...call,
  cost: saved === undefined || call.cost === undefined ? undefined : picodollars(call.cost + saved),
});

function savingBetween(made: HistoryCall, before: CallAfter, after: CallAfter): CallSaving {
  const [was, is] = [costOf(before), costOf(after)];
  const saved = was === undefined || is === undefined ? undefined : picodollars(was - is);
  return { call: made, saved, after };
}

const costOf = (call: CallAfter): Picodollars | undefined =>
  call === "answered" ? picodollars(0n) : call.cost;
