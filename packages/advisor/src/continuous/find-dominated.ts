import {
  counted,
  type DominatedInPool,
  type RoutedFingerprint,
  type RoutedPool,
} from "@headgate/contract";
import { displayDollars, parseDollars } from "@headgate/money";
import type { Finding } from "../findings/advice-of-finding.ts";

/** What a gateway has measured of the models of its policies' pools, or why that is not known. */
export type MeasuredPools =
  | Readonly<{ kind: "known"; pools: readonly MeasuredPool[] }>
  | Readonly<{ kind: "unknown"; reason: string }>;

type MeasuredTask = Pick<RoutedFingerprint, "fingerprint" | "task" | "dominated">;
type MeasuredPool = Pick<RoutedPool, "policy" | "mode"> &
  Readonly<{ fingerprints: readonly MeasuredTask[] }>;

type OfTask = Readonly<{ task: MeasuredTask; dominated: DominatedInPool }>;

/**
 * References that another model of their pool beats by labels, for no more money: better by bounds that do not overlap, and
 * no dearer on the same calls. A reference is worth 1 wherever others are held against it, and less by people's words alone, which
 * are of other calls, while the other model is measured by form and judges beside it too: so it is a reason to look, no proof. The gateway strikes every other dominated model out by itself; the reference answers on, and only its
 * operator can put another in its place. What that is worth a month is in what routing is expected to save, so no dollars
 * are named beside it but those of the calls that were measured.
 */
export function findDominated(pools: readonly MeasuredPool[]): readonly Finding[] {
  return pools.flatMap((pool) => {
    const byPair = new Map<string, OfTask[]>();
    for (const task of pool.fingerprints) {
      for (const dominated of task.dominated) {
        if (!dominated.is_reference) continue;
        const pair = JSON.stringify([dominated.model, dominated.by]);
        const before = byPair.get(pair);
        if (before === undefined) byPair.set(pair, [{ task, dominated }]);
        else before.push({ task, dominated });
      }
    }
    return [...byPair.values()].map((tasks) => findingOf(pool, tasks));
  });
}

function findingOf({ policy, mode }: MeasuredPool, tasks: readonly OfTask[]): Finding {
  const [first] = tasks;
  if (first === undefined) throw new TypeError("no task was measured");
  const { model, by } = first.dominated;
  return {
    kind: "dominated-model",
    phase: "quick_wins",
    scope: {},
    subject: `${policy} ${model} ${by}`,
    title: `Put ${by} in the place of ${model}: its labels are better, and it is no dearer, on ${counted(tasks.length, "task")} of policy ${policy}`,
    steps: [
      `Make it the reference of policy ${policy} (route.reference: ${by}), or have those who call it name ${by}.`,
      ...(mode === "on"
        ? []
        : [
            `The policy only looks on (route.mode: ${mode}): with route.mode: on certified models answer.`,
          ]),
      "headgate routing shows the labels and the bounds that this rests on.",
    ],
    dollars: null,
    savedInRange: null,
    figures: tasks.flatMap(({ task, dominated }) => figuresOf(task, dominated)),
    confidence: {
      level: "medium",
      reason: `The bounds hold together at 95 %, but not of one scale: what ${model} is worth is lowered by people's words alone, and ${by} is measured by form and judges beside it too.`,
    },
    effortHours: 1,
    depth: "rows",
    quality: {
      risk: "medium",
      reason:
        "People may be as little content with its answers: the two were not measured by the same words on the same calls.",
      check:
        "Read answers of both to the same calls first, or let an experiment have feedback on both.",
    },
  };
}

function figuresOf({ fingerprint, task }: MeasuredTask, one: DominatedInPool): Finding["figures"] {
  const named = task ?? (fingerprint === "" ? "calls without a task" : fingerprint.slice(0, 8));
  const dollars = (text: string): string => displayDollars(parseDollars(text));
  return [
    {
      what: `${named}: quality of ${one.model} at most, of ${one.by} at least`,
      value: `${percent(one.quality_at_most)}, ${percent(one.by_quality_at_least)}`,
    },
    {
      what: `${named}: expected cost of ${counted(one.calls, "call")} since the gateway started, at either`,
      value: `${dollars(one.cost)}, ${dollars(one.by_cost)}`,
    },
  ];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
