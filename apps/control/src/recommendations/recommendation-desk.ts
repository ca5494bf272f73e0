import {
  type Advice,
  actionsIn,
  advise,
  followRealised,
  isInForce,
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
  type Realised,
  type Recommendation,
  type RecommendationAction,
  type RecommendationDetail,
  type RecommendationStep,
  type RecommendationsReport,
} from "@headgate/contract";
import type { FollowedRecommendation } from "@headgate/ledger";
import { proposalId } from "@headgate/levers";
import { formatDollars } from "@headgate/money";
import type { ControlDependencies } from "../dependencies.ts";
import { createInTurn } from "../in-turn.ts";
import type { ConfigFile } from "./config-file.ts";

export type RecommendationRoom = Pick<
  ControlDependencies,
  "ledger" | "state" | "prices" | "config" | "nowMs" | "historyTurn"
> &
  Readonly<{ configFile: ConfigFile }>;

type Range = Readonly<{ from: string; to: string }>;
type Act = Readonly<{ by: string; note?: string | undefined; dry_run: boolean }>;

export type RecommendationDesk = Readonly<{
  report: (range: Range) => Promise<RecommendationsReport>;
  detail: (id: string) => Promise<RecommendationDetail>;
  act: (id: string, action: RecommendationAction, act: Act) => Promise<RecommendationDetail>;
}>;

const DAY_MS = 86_400_000;
const DAYS = 30;
const ITSELF = "the ledger";

/** What is recommended, what was done about it and what it came to. */
export function createRecommendationDesk(room: RecommendationRoom): RecommendationDesk {
  const { ledger, state, nowMs, configFile } = room;
  /** What was recommended last, by id: an action is about what somebody saw. */
  const lately = new Map<string, Advice>();
  const work = async ({ from, to }: Range): Promise<RecommendationsReport> => {
    const followed = await verified(room, await state.followedRecommendations());
    const dismissed = new Set(
      followed
        .filter(({ steps }) => stateAfter(steps) === "dismissed")
        .map(({ recommendation }) => recommendation.id),
    );
    const { read, stack, advice, notSeen, tooSmall } = await advise(
      {
        ledger,
        prices: room.prices(),
        config: room.config(),
        fromMs: Date.parse(from),
        toMs: Date.parse(to),
        nowMs: nowMs(),
        keys: await state.listKeys(),
      },
      (draft) => !dismissed.has(proposalId(draft)),
    );
    for (const one of advice) lately.set(one.id, one);
    const recommendations = [...withLife(advice, followed)];
    return {
      ...wireBasis(read),
      spend_per_month: formatDollars(spendPerMonth(read)),
      too_small: {
        count: tooSmall.count,
        dollars_per_month: formatDollars(tooSmall.dollarsPerMonth),
      },
      recommendations,
      ...programmeOf(recommendations),
      not_proposed: [...stack.notProposed],
      not_seen: [...notSeen],
    };
  };

  const report = (range: Range) => room.historyTurn(() => work(range));

  const known = async (id: string): Promise<Recommendation> => {
    const followed = await state.followedRecommendations();
    const one = followed.find(({ recommendation }) => recommendation.id === id);
    const fresh = lately.get(id);
    if (one === undefined && fresh === undefined) {
      const to = nowMs();
      await report({
        from: new Date(to - DAYS * DAY_MS).toISOString(),
        to: new Date(to).toISOString(),
      });
    }
    const advice = lately.get(id);
    const [found] = withLife(advice === undefined ? [] : [advice], one === undefined ? [] : [one]);
    if (found !== undefined) return found;
    throw new HeadgateError("not_found", `There is no recommendation "${id}".`);
  };

  const detailOf = async (recommendation: Recommendation): Promise<RecommendationDetail> => {
    const edit = isInForce(recommendation.state) ? undefined : editOf(recommendation);
    const shown =
      edit === undefined ? undefined : await configFile.preview(edit).catch(asNotWritten);
    return {
      recommendation,
      actions: actionsIn(recommendation.state),
      diff: shown === undefined || typeof shown === "string" ? null : shown.diff,
      not_written: typeof shown === "string" ? shown : null,
      realised: (await realisedOf(room, recommendation)) ?? null,
    };
  };

  const act = async (
    id: string,
    action: RecommendationAction,
    { by, note, dry_run: isDry }: Act,
  ): Promise<RecommendationDetail> => {
    const recommendation = await known(id);
    const to = nextState(action, recommendation.state);
    if (to === undefined) {
      throw new HeadgateError(
        "recommendation_state",
        `It is ${recommendation.state}; what can be done is: ${actionsIn(recommendation.state).join(", ")}.`,
      );
    }
    if (isDry) return detailOf(recommendation);
    const version = await written(configFile, action, recommendation);
    const step: RecommendationStep = {
      state: to,
      at: new Date(nowMs()).toISOString(),
      by,
      note: note ?? null,
      config_version: version ?? null,
    };
    const { state: _state, life, ...advice } = recommendation;
    const isAdded = await state.addRecommendationStep({
      recommendation: advice,
      step,
      after: life.length,
    });
    if (!isAdded) {
      throw new HeadgateError(
        "recommendation_state",
        "Somebody else did something about it just now.",
      );
    }
    return detailOf({ ...recommendation, state: to, life: [...life, step] });
  };

  // A file is written before the step is: of two who act at once the second sees what the first did.
  const acting = createInTurn();
  return {
    report,
    detail: async (id) => detailOf(await known(id)),
    act: (id, action, how) => acting(() => act(id, action, how)),
  };
}

/** What applying it writes; undefined where a person does it. */
const editOf = ({ change, scope, title }: Recommendation): PolicyEdit | undefined =>
  change === null ? undefined : { scope, patch: change, name: title };

/** @returns the version of the configuration that was written, if one was */
async function written(
  configFile: ConfigFile,
  action: RecommendationAction,
  recommendation: Recommendation,
): Promise<number | undefined> {
  if (action === "apply") {
    const edit = editOf(recommendation);
    return edit === undefined ? undefined : configFile.write(edit);
  }
  if (action !== "revert") return undefined;
  const version = recommendation.life.findLast((step) => step.state === "applied")?.config_version;
  return version === undefined || version === null ? undefined : configFile.revert(version);
}

function asNotWritten(error: unknown): string {
  if (error instanceof HeadgateError && error.code === "config_not_written") return error.message;
  throw error;
}

async function realisedOf(
  { ledger, nowMs }: RecommendationRoom,
  recommendation: Pick<Recommendation, "lever" | "scope" | "dollars_per_month" | "life">,
): Promise<Realised | undefined> {
  const since = appliedAt(recommendation.life);
  if (since === undefined) return undefined;
  const followed = await followRealised(ledger, {
    recommendation,
    sinceMs: Date.parse(since),
    nowMs: nowMs(),
  });
  return followed?.realised;
}

/** Undefined where it is not in force. */
function appliedAt(life: readonly RecommendationStep[]): string | undefined {
  const last = life.at(-1);
  if (last === undefined || !isInForce(last.state)) return undefined;
  return life.findLast(({ state }) => state === "applied")?.at;
}

/** Takes down of each change in force whether it has saved more than before, beyond chance. */
async function verified(
  { ledger, state, nowMs }: RecommendationRoom,
  followed: readonly FollowedRecommendation[],
): Promise<readonly FollowedRecommendation[]> {
  return await Promise.all(
    followed.map(async (one) => {
      const since = appliedAt(one.steps);
      if (since === undefined || stateAfter(one.steps) !== "applied") return one;
      const { recommendation, steps } = one;
      const found = await followRealised(ledger, {
        recommendation,
        sinceMs: Date.parse(since),
        nowMs: nowMs(),
      });
      if (found?.isBeyondChance !== true) return one;
      const step: RecommendationStep = {
        state: "verified",
        at: new Date(nowMs()).toISOString(),
        by: ITSELF,
        note: "What it saved a day lies above what was saved before, with 95 % confidence.",
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
