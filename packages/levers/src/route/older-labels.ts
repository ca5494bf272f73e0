import type { LabelSource } from "./label-source.ts";

/** How many labels are kept beside the newest of a pool. */
export type RoomForOlder = Readonly<{
  /** Of a task, together with those among the newest. */
  ofTask: number;
  /** Of all tasks together. */
  older: number;
}>;

/**
 * Labels that left the newest of a pool, for the tasks that have few among those: a task that makes a twentieth of the calls would
 * else never have the labels that a certificate needs, however long it is labelled, and would lose it when others grow.
 *
 * Where there is no room for all, tasks of which nothing is among the newest give way first, the one that was labelled longest ago
 * before the others; then those that have the fewest: a few tasks with labels enough are worth more than many with too few. What
 * labels say has no part in it. A task's oldest go first, so that what stays of it is always its newest, of either kind.
 *
 * @param older from old to new, those that just left the newest last
 * @returns those of them that stay
 */
export function keepOlder<Label extends Readonly<{ by: LabelSource }>>(
  older: readonly Label[],
  newest: readonly Label[],
  { room, taskOf }: Readonly<{ room: RoomForOlder; taskOf: (label: Label) => string }>,
): Label[] {
  // People's certify nothing, and what is learned from is the newest.
  const telling = older.filter(({ by }) => by.kind !== "people");
  const amongNewest = countBy(newest, taskOf);
  const known = new Map(amongNewest);
  const kept: Label[] = [];
  for (const label of telling.toReversed()) {
    const task = taskOf(label);
    const of = known.get(task) ?? 0;
    if (of >= room.ofTask) continue;
    known.set(task, of + 1);
    kept.push(label);
  }
  kept.reverse();
  if (kept.length <= room.older) return kept;
  const leaving = leavingByTask(kept, { most: room.older, taskOf, amongNewest, known });
  return kept.filter((label) => {
    const task = taskOf(label);
    const still = leaving.get(task) ?? 0;
    if (still > 0) leaving.set(task, still - 1);
    return still === 0;
  });
}

/** How many of their labels tasks give away, so that there are no more than so many. */
function leavingByTask<Label>(
  labels: readonly Label[],
  {
    most,
    taskOf,
    amongNewest,
    known,
  }: Readonly<{
    most: number;
    taskOf: (label: Label) => string;
    amongNewest: ReadonlyMap<string, number>;
    known: ReadonlyMap<string, number>;
  }>,
): Map<string, number> {
  const counts = countBy(labels, taskOf);
  const lastAt = new Map(labels.map((label, place) => [taskOf(label), place]));
  const place = (task: string): number => lastAt.get(task) ?? -1;
  const size = (task: string): number => (amongNewest.has(task) ? (known.get(task) ?? 0) : 0);
  const tasks = [...counts].sort(([a], [b]) => size(a) - size(b) || place(a) - place(b));
  const leaving = new Map<string, number>();
  let tooMany = labels.length - most;
  for (const [task, count] of tasks) {
    if (tooMany <= 0) break;
    leaving.set(task, Math.min(count, tooMany));
    tooMany -= count;
  }
  return leaving;
}

function countBy<Label>(
  labels: readonly Label[],
  taskOf: (label: Label) => string,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) {
    const task = taskOf(label);
    counts.set(task, (counts.get(task) ?? 0) + 1);
  }
  return counts;
}
