import type { ModelTier } from "@headgate/contract";
import type { Alternative, HistoryCall } from "@headgate/levers";

/** Calls of one task that went to one model for one feature. */
export type TrafficGroup = Readonly<{
  key: string;
  /** As provider/model. */
  model: string;
  feature: string | undefined;
  /** The kind of task, and the tier of model that is assumed to do it; undefined where that is not plain. */
  task: string | undefined;
  tier: ModelTier | undefined;
  calls: readonly HistoryCall[];
}>;

/** Calls by task, model and feature. */
export function trafficGroups(calls: readonly HistoryCall[]): readonly TrafficGroup[] {
  const groups = new Map<string, TrafficGroup & { calls: HistoryCall[] }>();
  for (const call of calls) {
    const { row, model: asked } = call;
    const model = `${row.provider}/${asked ?? "?"}`;
    const { feature } = row.attribution;
    const { task, tier } = row.request_facts ?? {};
    const key = JSON.stringify([task, tier, model, feature]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { key, model, feature, task, tier, calls: [call] });
    else group.calls.push(call);
  }
  return [...groups.values()];
}

const DAY_MS = 86_400_000;
/** What is older was looked at, or could have been. */
const NEW_DAYS = 120;

/** Whether a model came out in the last months. */
export function isNewModel({ cameOn }: Pick<Alternative, "cameOn">, nowMs: number): boolean {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return cameOn !== undefined && cameOn >= day(nowMs - NEW_DAYS * DAY_MS) && cameOn <= day(nowMs);
}
