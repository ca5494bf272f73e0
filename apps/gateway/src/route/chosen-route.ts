import { promisedQuality, type RoutePolicy } from "@headgate/contract";
import type { Call } from "../call/call.ts";
import type { ModelDecision } from "./decide-model.ts";
import type { PoolMember } from "./pool-targets.ts";
import { type RouteQuestion, taskNameOf } from "./question-of.ts";
import type { CertifiedChoice, RecentCall } from "./recent-calls.ts";
import type { RouteOfCall } from "./route-of-call.ts";

/** What was chosen for a call, and among what. */
type Chosen = Readonly<{
  pool: readonly PoolMember[];
  question: RouteQuestion;
  /** Infinite where a model cannot be asked, or is not worth it. */
  costs: Float64Array;
  decision: ModelDecision;
  standard: RouteOfCall["standard"];
  judge: RouteOfCall["judge"];
  certified: CertifiedChoice | undefined;
  /** Places of those that are on trial. */
  onTrial: readonly number[];
}>;

/** What is kept of a call, for labels that come later. */
export function recentCall(
  name: string,
  call: Call,
  {
    pool,
    question,
    costs,
    decision,
    judge,
    certified,
    policy,
  }: Chosen & Readonly<{ policy: RoutePolicy }>,
): RecentCall {
  return {
    pool: name,
    policy: call.policy.name ?? "",
    models: pool.map((one) => one.name),
    prompt: question.prompt,
    task: taskNameOf(question.task),
    costs,
    expected: decision.expected,
    promise: promisedQuality(policy),
    keyId: call.key.id,
    ...(judge !== undefined && { judge }),
    ...(certified !== undefined && policy.mode === "on" && { certified }),
    served: policy.mode === "on" ? decision.chosen : 0,
    looked: undefined,
    judged: new Map(),
    people: undefined,
  };
}

/** What was chosen, as the call goes on with it; undefined where the reference, or what was chosen, cannot be asked. */
export function routeOf(
  name: string,
  policy: RoutePolicy,
  { pool, question, costs, decision, standard, judge, onTrial }: Chosen,
  tellAsked: RouteOfCall["tellAsked"],
): RouteOfCall | undefined {
  const [reference] = pool;
  const meant = pool[decision.chosen];
  const served = policy.mode === "on" ? meant : reference;
  if (reference?.target === undefined || meant === undefined || served?.target === undefined) {
    return undefined;
  }
  const { expected } = decision;
  const besides = (may: (index: number) => boolean) =>
    pool.flatMap(({ name, target }, index) => {
      if (target === undefined || target === served.target) return [];
      const isCheaper = (costs[index] as number) < (costs[0] as number);
      return index === 0 || (isCheaper && may(index)) ? [{ name, target }] : [];
    });
  const trials = besides((index) => onTrial.includes(index));
  return {
    pool: name,
    use: {
      reference: reference.name,
      chosen: meant.name,
      reason: policy.mode === "shadow" ? "shadow" : decision.reason,
      ...(question.task.kind === "task" && { task: question.task.task }),
      ...(question.prompt.fingerprint !== undefined && {
        fingerprint: question.prompt.fingerprint,
      }),
      ...(expected !== undefined && {
        expected: rounded(expected[decision.chosen] as number),
        expected_of_reference: rounded(expected[0] as number),
      }),
    },
    reference: reference.target,
    chosen: served.target,
    standard,
    judge,
    beside: besides(() => true),
    onTrial: trials.some(({ name }) => name !== reference.name) ? trials : [],
    tellAsked,
  };
}

const rounded = (quality: number): number => Math.round(quality * 10_000) / 10_000;
