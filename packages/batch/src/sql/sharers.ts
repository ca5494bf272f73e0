import type { NewItem } from "../item.ts";
import { run, type Work } from "./work.ts";

/** A leader is as urgent as the most urgent of those who wait for its answer; what its own client asked stands beside. */
export function* hurryLeader(
  leader: string,
  { deadlineMs, realTimeAtMs }: Pick<NewItem, "deadlineMs" | "realTimeAtMs">,
): Work<void> {
  yield* run(
    `update items set
       own_deadline_ms = coalesce(own_deadline_ms, deadline_ms),
       own_real_time_at_ms = coalesce(own_real_time_at_ms, real_time_at_ms),
       deadline_ms = least(deadline_ms, ?), real_time_at_ms = least(real_time_at_ms, ?)
     where id = ? and (deadline_ms > ? or real_time_at_ms > ?)`,
    ...[deadlineMs, realTimeAtMs, leader, deadlineMs, realTimeAtMs],
  );
}

/**
 * After a copy of it is gone, a leader is as urgent as those who are left. Where anything but a deadline has it asked in real
 * time, that holds.
 */
export function* calmLeader(leader: string): Work<void> {
  const left = "from items copies where copies.leader = items.id and copies.state = 'copy'";
  const earliest = (column: string): string =>
    `least(own_${column}, coalesce((select min(copies.${column}) ${left}), own_${column}))`;
  const urgent = earliest("real_time_at_ms");
  yield* run(
    `update items set deadline_ms = ${earliest("deadline_ms")},
       real_time_at_ms = case when reason is null then ${urgent} else least(real_time_at_ms, ${urgent}) end
     where id = ? and own_deadline_ms is not null and state in ('waiting', 'batched')`,
    leader,
  );
}
