import {
  type Advice,
  type AdviseProgress,
  actionsIn,
  advise,
  type Followed,
  followRealised,
  isInForce,
  type MeasuredPools,
  nextState,
  type PolicyEdit,
  programmeOf,
  spendPerMonth,
  stateAfter,
  wireBasis,
  withLife,
} from "@headgate/advisor";
import {
  HeadgateError,
  heldOutPartOf,
  leverBases,
  type Realised,
  type Recommendation,
  type RecommendationAction,
  type RecommendationDetail,
  type RecommendationStep,
  type RecommendationsAnswer,
  type RecommendationsPending,
  type RecommendationsReport,
  type RecommendationsWork,
} from "@headgate/contract";
import { dataDirectory, type FollowedRecommendation } from "@headgate/ledger";
import { formatDollars } from "@headgate/money";
import { loadInfrastructure } from "@headgate/planner";
import { reconciledBills } from "../billing/reconciled-bills.ts";
import type { ControlDependencies } from "../dependencies.ts";
import { feedbackOf } from "../experiments/feedback-of.ts";
import { createInTurn } from "../in-turn.ts";
import { addStep, ITSELF } from "./add-step.ts";
import type { ConfigFile } from "./config-file.ts";
import { createKeptSets, type KeptSet, type Range, type SetWork } from "./kept-sets.ts";

export type RecommendationRoom = Pick<
  ControlDependencies,
  "ledger" | "state" | "prices" | "config" | "nowMs" | "historyTurn" | "dataDirectory"
> &
  Readonly<{
    configFile: ConfigFile;
    /** What labels say of the models of pools. */
    measured: () => Promise<MeasuredPools>;
  }>;

type Act = Readonly<{
  by: string;
  note?: string | undefined;
  dry_run: boolean;
  holdout?: number | undefined;
}>;

export type RecommendationDesk = Readonly<{
  /** What was worked out last, at once; how far the work is where that is nothing yet. */
  kept: (range: Range) => Promise<RecommendationsAnswer | RecommendationsPending>;
  /** Worked out now. */
  computed: (range: Range) => Promise<RecommendationsAnswer>;
  detail: (id: string) => Promise<RecommendationDetail>;
  act: (id: string, action: RecommendationAction, act: Act) => Promise<RecommendationDetail>;
  /** Ends what is worked out in the background. */
  close: () => Promise<void>;
}>;

/** What history says, without what was done about it: that changes while the set is kept. */
type AdviceSet = Readonly<{ advice: readonly Advice[] }> &
  Omit<RecommendationsReport, "recommendations" | keyof ReturnType<typeof programmeOf>>;

const DAY_MS = 86_400_000;
const DAYS = 30;

/** What is recommended, what was done about it and what it came to. */
export function createRecommendationDesk(room: RecommendationRoom): RecommendationDesk {
  const { ledger, state, nowMs, configFile } = room;
  /** What was recommended last, by id: an action is about what somebody saw. */
  const lately = new Map<string, Advice>();
  /** What was opened again and looked for in vain: another look would take as long. A later set may find it all the same. */
  const foundNoMore = new Set<string>();
  const work = async (
    { from, to }: Range,
    tell: (progress: AdviseProgress) => void,
  ): Promise<AdviceSet> => {
    const followed = await verified(room, await state.followedRecommendations());
    const dismissed = new Set(
      followed
        .filter(({ steps }) => stateAfter(steps) === "dismissed")
        .map(({ recommendation }) => recommendation.id),
    );
    const { read, stack, advice, notSeen, tooSmall, notPlanned } = await advise(
      {
        ledger,
        prices: room.prices(),
        config: room.config(),
        fromMs: Date.parse(from),
        toMs: Date.parse(to),
        nowMs: nowMs(),
        keys: await state.listKeys(),
        infrastructure: loadInfrastructure(dataDirectory(room.dataDirectory).infrastructure),
        reconciled: await reconciledBills(room, { from, to }),
        measured: await room.measured(),
      },
      { dismissed, tell },
    );
    for (const one of advice) lately.set(one.id, one);
    return {
      ...wireBasis(read),
      bills: await hasBills(ledger, { from, to }),
      spend_per_month: formatDollars(spendPerMonth(read)),
      too_small: {
        count: tooSmall.count,
        dollars_per_month: formatDollars(tooSmall.dollarsPerMonth),
      },
      advice,
      not_proposed: [...stack.notProposed],
      not_seen: [...notSeen],
      not_planned: [...notPlanned],
    };
  };
  const sets = createKeptSets({
    make: (range, tell) => room.historyTurn(() => work(range, tell)),
    isEmpty: ({ calls, advice }) => calls === 0 && advice.length === 0,
    nowMs,
  });

  let workedOutFor = room.config();

  const answerOf = async ({
    made,
    madeAtMs,
    work: running,
    failure,
  }: Exclude<KeptSet<AdviceSet>, { made: undefined }>): Promise<RecommendationsAnswer> => {
    const { advice, ...said } = made;
    const recommendations = [...withLife(advice, await state.followedRecommendations())];
    return {
      ...said,
      recommendations,
      ...programmeOf(recommendations),
      computed_at: new Date(madeAtMs).toISOString(),
      computing: running === undefined ? null : wireWork(running),
      refresh_failed: failure === undefined ? null : reasonOf(failure),
    };
  };
  const computed = async (range: Range): Promise<RecommendationsAnswer> => {
    const madeAtMs = nowMs();
    const made = await sets.computed(range);
    return answerOf({ made, madeAtMs, work: undefined, failure: undefined });
  };

  const followedOf = async (id: string) =>
    (await state.followedRecommendations()).find(({ recommendation }) => recommendation.id === id);

  const known = async (id: string): Promise<Recommendation> => {
    const before = await followedOf(id);
    const isOpen = before === undefined || stateAfter(before.steps) === "open";
    if (isOpen && !lately.has(id) && !foundNoMore.has(id)) {
      const to = nowMs();
      await sets.computed({
        from: new Date(to - DAYS * DAY_MS).toISOString(),
        to: new Date(to).toISOString(),
      });
      if (before !== undefined && !lately.has(id)) foundNoMore.add(id);
    }
    const advice = lately.get(id);
    const one = await followedOf(id);
    const [found] = withLife(advice === undefined ? [] : [advice], one === undefined ? [] : [one]);
    if (found !== undefined) return found;
    throw new HeadgateError("not_found", `There is no recommendation "${id}".`);
  };

  const detailOf = async (
    recommendation: Recommendation,
    holdout?: number,
  ): Promise<RecommendationDetail> => {
    const edit = isInForce(recommendation.state) ? undefined : editOf(recommendation, holdout);
    const shown =
      edit === undefined ? undefined : await configFile.preview(edit).catch(asNotWritten);
    return {
      recommendation,
      actions: actionsIn(recommendation.state),
      diff: shown === undefined || typeof shown === "string" ? null : shown.diff,
      holdout: defaultHoldout(recommendation) ?? null,
      not_written: typeof shown === "string" ? shown : null,
      realised: (await realisedOf(room, recommendation)) ?? null,
    };
  };

  const act = async (
    id: string,
    action: RecommendationAction,
    { by, note, dry_run: isDry, holdout }: Act,
  ): Promise<RecommendationDetail> => {
    const recommendation = await known(id);
    const to = nextState(action, recommendation.state);
    if (to === undefined) {
      throw new HeadgateError(
        "recommendation_state",
        `It is ${recommendation.state}; what can be done is: ${actionsIn(recommendation.state).join(", ")}.`,
      );
    }
    if (isDry) return detailOf(recommendation, holdout);
    const version = await written(configFile, action, recommendation, holdout);
    const step: RecommendationStep = {
      state: to,
      at: new Date(nowMs()).toISOString(),
      by,
      note: note ?? null,
      config_version: version ?? null,
    };
    const { state: _state, life, found_no_more: _found, ...advice } = recommendation;
    const lived = await addStep(state, { recommendation: advice, life, action, step });
    sets.changed();
    return detailOf({ ...recommendation, state: to, life: lived });
  };

  // A file is written before the step is: of two who act at once the second sees what the first did.
  const acting = createInTurn();
  return {
    kept: async (range) => {
      // What the configuration says is in what is recommended.
      if (workedOutFor !== room.config()) sets.changed();
      workedOutFor = room.config();
      const found = await sets.kept(range);
      return found.made === undefined ? { computing: wireWork(found.work) } : answerOf(found);
    },
    computed,
    detail: async (id) => detailOf(await known(id)),
    act: (id, action, how) => acting(() => act(id, action, how)),
    close: sets.close,
  };
}

async function hasBills(
  ledger: Pick<RecommendationRoom["ledger"], "extent">,
  { from, to }: Range,
): Promise<boolean> {
  const { billsFromMs, billsToMs } = await ledger.extent();
  if (billsFromMs === undefined || billsToMs === undefined) return false;
  return billsFromMs < Date.parse(to) && billsToMs > Date.parse(from);
}

const wireWork = ({ sinceMs, ...progress }: SetWork): RecommendationsWork => ({
  since: new Date(sinceMs).toISOString(),
  ...progress,
});

/**
 * What applying it writes, with the share of sessions that are held out of its lever; undefined where a person does it.
 * @throws HeadgateError `request_invalid` where a share is wanted and no call can be held out
 */
function editOf(
  recommendation: Recommendation,
  wanted: number | undefined,
): PolicyEdit | undefined {
  const { change, scope, title, lever } = recommendation;
  const part = lever === null ? undefined : heldOutPartOf(lever);
  if (wanted !== undefined && wanted > 0 && part === undefined) {
    throw new HeadgateError(
      "request_invalid",
      "holdout: no call can be held out of this one; leave it out",
    );
  }
  if (change === null) return undefined;
  const share = wanted ?? defaultHoldout(recommendation);
  const holdout =
    part === undefined || share === undefined || share === 0 ? {} : { holdout: { [part]: share } };
  return { scope, patch: { ...change, ...holdout }, name: title };
}

const HOLDOUT = 0.05;

/** What a lever saves on a call is measured where it is exact; where it is an estimate, a hold-out tells. */
function defaultHoldout({ lever }: Recommendation): number | undefined {
  if (lever === null || heldOutPartOf(lever) === undefined) return undefined;
  return leverBases[lever].basis === "estimated" ? HOLDOUT : 0;
}

/** @returns the version of the configuration that was written, if one was */
async function written(
  configFile: ConfigFile,
  action: RecommendationAction,
  recommendation: Recommendation,
  holdout: number | undefined,
): Promise<number | undefined> {
  const { change, scope, title, life } = recommendation;
  if (action === "apply") {
    const edit = editOf(recommendation, holdout);
    return edit === undefined ? undefined : configFile.write(edit);
  }
  if (action !== "revert" || change === null) return undefined;
  const version = life.findLast((step) => step.state === "applied")?.config_version;
  return version === undefined || version === null
    ? undefined
    : configFile.revert({ version, edit: { scope, patch: change, name: title } });
}

function asNotWritten(error: unknown): string {
  if (error instanceof HeadgateError && error.code === "config_not_written") return error.message;
  throw error;
}

async function realisedOf(
  { ledger, state, nowMs }: RecommendationRoom,
  recommendation: Pick<Recommendation, "id" | "lever" | "scope" | "dollars_per_month" | "life">,
): Promise<Realised | undefined> {
  const since = appliedAt(recommendation.life);
  if (since === undefined) return undefined;
  const found = await followRealised(ledger, {
    recommendation,
    sinceMs: Date.parse(since),
    nowMs: nowMs(),
    feedback: (range) => feedbackOf(state, range),
    followed: await state.followedRecommendations(),
  });
  return found?.realised;
}

/** Undefined where it is not in force. */
function appliedAt(life: readonly RecommendationStep[]): string | undefined {
  const last = life.at(-1);
  if (last === undefined || !isInForce(last.state)) return undefined;
  return life.findLast(({ state }) => state === "applied")?.at;
}

const provenTexts = {
  held_out:
    "Its sessions cost less than those that are held out, with 95 % confidence however often one looks, and answers are as good within the margin.",
  before: "What it saved a day lies above what was saved before, with 95 % confidence.",
} as const;

/** What the ledger tells of a change in force; undefined where nothing is beyond chance yet. */
function toldOf({
  realised,
  provenBy,
}: Followed): Pick<RecommendationStep, "state" | "note"> | undefined {
  const { held_out: heldOut } = realised;
  if (heldOut?.verdict === "worse") return { state: "worse", note: heldOut.reason };
  return provenBy === undefined ? undefined : { state: "verified", note: provenTexts[provenBy] };
}

/** Takes down of each change in force whether it is proven to save, or made answers worse. */
async function verified(
  { ledger, state, nowMs }: RecommendationRoom,
  followed: readonly FollowedRecommendation[],
): Promise<readonly FollowedRecommendation[]> {
  return await Promise.all(
    followed.map(async (one) => {
      const since = appliedAt(one.steps);
      const before = stateAfter(one.steps);
      if (since === undefined || before === "worse") return one;
      const { recommendation, steps } = one;
      const found = await followRealised(ledger, {
        recommendation,
        sinceMs: Date.parse(since),
        nowMs: nowMs(),
        feedback: (range) => feedbackOf(state, range),
        followed,
      });
      const told = found === undefined ? undefined : toldOf(found);
      if (told === undefined || told.state === before) return one;
      const step: RecommendationStep = {
        ...told,
        at: new Date(nowMs()).toISOString(),
        by: ITSELF,
        config_version: null,
      };
      const isAdded = await state.addRecommendationStep({
        recommendation,
        step,
        after: steps.length,
      });
      return isAdded ? { recommendation, steps: [...steps, step] } : one;
    }),
  );
}

const reasonOf = (failure: unknown): string =>
  failure instanceof Error ? failure.message : String(failure);
