import type { Attribution, ExperimentPlace, RouteUse, Tags, WireFormat } from "@headgate/contract";
import type { BatchItem, BatchTarget, ItemState } from "../item.ts";

/** The columns in which a target stands, in requests and in batches. */
export type TargetRow = Readonly<{
  provider: string;
  target_model: string;
  target_format: string;
  endpoint: string;
}>;

export type ItemRow = TargetRow &
  Readonly<{
    position: number;
    id: string;
    call_id: string;
    key_id: string;
    /** Its labels, and beside them which model was chosen for it: {@link writtenLabels}. */
    attribution: string;
    tags: string;
    client_call_id: string | null;
    custom_id: string | null;
    client_batch_id: string | null;
    format: string;
    path: string;
    model: string;
    body_bytes: number;
    /** The earliest of all who share its answer, and from when on it is asked in real time for them. */
    deadline_ms: number;
    real_time_at_ms: number;
    /** As its own client asked, where one of its copies is more urgent. */
    own_deadline_ms: number | null;
    own_real_time_at_ms: number | null;
    /** Set when it was asked in real time in vain: it stays there, for no batch, and is not asked again before this. */
    not_before_ms: number | null;
    webhook: string | null;
    admitted_at_ms: number;
    state: string;
    leader: string | null;
    batch: string | null;
    line: number | null;
    batch_attempt: number | null;
    attempts: number;
    reason: string | null;
    ended_at_ms: number | null;
    status: number | null;
    settled_by: string | null;
  }>;

type Labels = Pick<BatchItem, "attribution" | "route" | "pool" | "experiments">;
type Written = Attribution &
  Readonly<{ $route?: RouteUse; $pool?: string; $experiments?: readonly ExperimentPlace[] }>;

/**
 * Labels as the column has them. The choice of a model and its experiments stand beside them, under names that no label has: they
 * are written and read with them, and asked by no query.
 */
export function writtenLabels({ attribution, route, pool, experiments }: Labels): string {
  const written: Written = {
    ...attribution,
    ...(route !== undefined && { $route: route }),
    ...(pool !== undefined && { $pool: pool }),
    ...(experiments !== undefined && { $experiments: experiments }),
  };
  return JSON.stringify(written);
}

function readLabels(text: string): Labels {
  const written = JSON.parse(text) as Written;
  const { $route: route, $pool: pool, $experiments: experiments, ...attribution } = written;
  return {
    attribution,
    ...(route !== undefined && { route }),
    ...(pool !== undefined && { pool }),
    ...(experiments !== undefined && { experiments }),
  };
}

export const targetOf = (row: TargetRow): BatchTarget => ({
  provider: row.provider,
  model: row.target_model,
  format: row.target_format as WireFormat,
  endpoint: row.endpoint,
});

export const valuesOfTarget = ({ provider, model, format, endpoint }: BatchTarget) =>
  [provider, model, format, endpoint] as const;

/** Narrows to what waits for a batch: who was asked in real time already is no member of any. */
export const FOR_BATCHES = "state = 'waiting' and not_before_ms is null";

/** Half-way between a request's coming in and its being asked in real time. */
export const HALFWAY = "(admitted_at_ms + real_time_at_ms) / 2";

/** Narrows to one target, with {@link valuesOfTarget}. */
export const OF_TARGET = "provider = ? and target_model = ? and target_format = ? and endpoint = ?";

export function itemOf(row: ItemRow): BatchItem {
  return {
    position: row.position,
    id: row.id,
    callId: row.call_id,
    keyId: row.key_id,
    ...readLabels(row.attribution),
    tags: JSON.parse(row.tags) as Tags,
    ...(row.client_call_id !== null && { clientCallId: row.client_call_id }),
    ...(row.custom_id !== null && { customId: row.custom_id }),
    ...(row.client_batch_id !== null && { clientBatchId: row.client_batch_id }),
    format: row.format as WireFormat,
    path: row.path,
    model: row.model,
    bodyBytes: row.body_bytes,
    target: targetOf(row),
    deadlineMs: row.own_deadline_ms ?? row.deadline_ms,
    neededByMs: row.deadline_ms,
    realTimeAtMs: row.real_time_at_ms,
    ...(row.webhook !== null && { webhook: row.webhook }),
    admittedAtMs: row.admitted_at_ms,
    state: row.state as ItemState,
    ...(row.leader !== null && { leaderId: row.leader }),
    ...(row.batch !== null && { batchMarker: row.batch }),
    ...(row.line !== null && { line: row.line }),
    ...(row.batch_attempt !== null && { batchAttempt: row.batch_attempt }),
    attempts: row.attempts,
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.ended_at_ms !== null && { endedAtMs: row.ended_at_ms }),
    ...(row.status !== null && { status: row.status }),
    ...(row.settled_by !== null && { settledBy: row.settled_by }),
  };
}
