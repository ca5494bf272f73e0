import { counted, dialNotches, type RoutingReport, type TurnDial } from "@headgate/contract";
import { shareText } from "../../format/share.ts";
import { notchAt } from "./view-model.ts";

/** Where the dial can be turned to; choosing what is configured gives it back. */
export type DialStep = Readonly<{ value: string; label: string; turn: TurnDial }>;

/** A policy's dial; undefined where dollars a day take its place. */
export type DialView = Readonly<{
  policy: string;
  now: string;
  steps: readonly DialStep[];
}>;

export const dialView = ({ pools }: RoutingReport, policy: string): DialView | undefined => {
  const pool = pools.find((one) => one.policy === policy);
  if (pool === undefined || pool.budget_per_day !== null) return undefined;
  const { quality, quality_configured: configured } = pool;
  return {
    policy,
    now: String(quality),
    steps: [
      ...dialNotches.filter((notch) => notch !== configured).map((notch) => stepTo(policy, notch)),
      { value: String(configured), label: shareText(configured), turn: { policy, quality: null } },
    ].sort((a, b) => Number(a.value) - Number(b.value)),
  };
};

const stepTo = (policy: string, quality: (typeof dialNotches)[number]): DialStep => ({
  value: String(quality),
  label: shareText(quality),
  turn: { policy, quality },
});

/** What turning a dial changes, in words: the promise, then each task whose certificate changes, most calls first. */
export type DialChange = Readonly<{
  sentence: string;
  tasks: readonly Readonly<{ key: string; name: string; before: string; after: string }>[];
  /** Tasks for which nothing changes. */
  same: string;
}>;

export const dialChange = (
  { pools }: RoutingReport,
  { turn: { policy, quality }, value }: DialStep,
): DialChange => {
  const own = pools.filter((pool) => pool.policy === policy);
  const to = Number(value);
  const tasks = own
    .flatMap((pool) =>
      pool.fingerprints.map((task) => ({
        key: `${pool.models.join("+")} ${task.fingerprint}`,
        name:
          task.task ??
          (task.fingerprint === "" ? "Without a system prompt" : task.fingerprint.slice(0, 8)),
        calls: task.calls,
        before: savedText(notchAt(task, pool.quality)),
        after: savedText(notchAt(task, to)),
      })),
    )
    .sort((a, b) => b.calls - a.calls);
  const changed = tasks.filter(({ before, after }) => before !== after);
  const now = own[0]?.quality;
  const from = now === undefined ? "" : ` instead of ${shareText(now)}`;
  return {
    sentence: `Calls of ${policy} keep ${shareText(to)} of the reference's quality${from} from the next call on.${
      quality === null ? " The configuration decides again." : ""
    }`,
    tasks: changed.slice(0, MOST_SHOWN),
    same:
      changed.length > MOST_SHOWN
        ? `and ${counted(changed.length - MOST_SHOWN, "task")} more`
        : `${counted(tasks.length - changed.length, "task")} as before`,
  };
};

const MOST_SHOWN = 20;

const savedText = (notch: ReturnType<typeof notchAt>): string => {
  if (notch === undefined) return "not known";
  return notch.certified === null
    ? "the reference answers"
    : `${shareText(notch.certified.saved)} saved`;
};
