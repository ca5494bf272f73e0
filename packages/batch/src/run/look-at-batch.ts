import { nextLookMs } from "../next-look.ts";
import type { BatchPorts } from "../ports.ts";
import type { ProviderBatch } from "../provider-batch.ts";
import { readResults } from "./read-results.ts";
import { keptStanding, standingOf } from "./standing-of.ts";
import { apiOf, submitBatch } from "./submit-batches.ts";

/** A batch whose provider is not configured any more is looked at so seldom. */
const ORPHAN_LOOK_MS = 3_600_000;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * Looks at the batch that is due for longest: sends it, asks how it stands, or reads its results. Returns how many were looked
 * at: none is due any more, or one.
 */
export async function lookAtBatch(ports: BatchPorts): Promise<number> {
  const [batch] = await ports.store.dueBatches(ports.nowMs(), 1);
  if (batch === undefined) return 0;
  try {
    await lookAt(ports, batch);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const what =
      batch.state === "submitting"
        ? "not_submitted"
        : batch.state === "ended"
          ? "results_broke_off"
          : "not_looked_at";
    ports.problem(what, { marker: batch.marker, text });
    await ports.store.changeBatch(batch.marker, {
      failures: batch.failures + 1,
      problem: text,
      nextLookAtMs: ports.nowMs() + waitAfter(error, batch, ports),
    });
  }
  return 1;
}

/** A provider that says how long to wait is believed, up to an hour. */
function waitAfter(error: unknown, batch: ProviderBatch, ports: BatchPorts): number {
  const { firstLookMs, lastLookMs } = ports.settings();
  // Each try sends the whole batch: the pauses between them go on growing.
  const longestMs = batch.state === "submitting" ? LONGEST_PAUSE_MS : lastLookMs;
  const pause = nextLookMs(batch.failures, { firstLookMs, lastLookMs: longestMs });
  const said =
    error instanceof Error && "details" in error
      ? (error.details as Readonly<Record<string, unknown>>).retry_after_ms
      : undefined;
  return typeof said === "number" ? Math.min(Math.max(said, pause), LONGEST_PAUSE_MS) : pause;
}

async function lookAt(ports: BatchPorts, batch: ProviderBatch): Promise<void> {
  const provider = ports.provider(batch.target.provider);
  const api = apiOf(provider);
  if (provider === undefined || api === undefined) {
    ports.problem("not_looked_at", {
      marker: batch.marker,
      text: `The provider ${batch.target.provider} is not configured for batches any more.`,
    });
    await ports.store.changeBatch(batch.marker, {
      problem: "its provider is not configured for batches any more",
      nextLookAtMs: ports.nowMs() + ORPHAN_LOOK_MS,
    });
    return;
  }
  switch (batch.state) {
    case "submitting":
      return submitBatch(ports, batch, provider, api);
    case "submitted": {
      if (batch.providerId === undefined) throw new Error("the batch has no id of its provider's");
      const standing = await api.standing(batch.providerId);
      const nowMs = ports.nowMs();
      if (standing.state === "in_progress") {
        await cancelInTime(ports, batch, () => api.cancel(standing.id));
        const looks = Math.log2(
          Math.max(nowMs - batch.openedAtMs, 1) / ports.settings().firstLookMs,
        );
        await ports.store.changeBatch(batch.marker, {
          standing: standingOf(standing),
          failures: 0,
          nextLookAtMs: nowMs + nextLookMs(Math.max(Math.floor(looks), 0), ports.settings()),
        });
        return;
      }
      // Noted before anything is read: rows name these moments, and are the same when they are made anew.
      return ports.store.changeBatch(batch.marker, {
        ...{ state: "ended", standing: standingOf(standing), failures: 0 },
        ...{ endedAtMs: nowMs, nextLookAtMs: nowMs },
      });
    }
    case "ended": {
      const standing = keptStanding(batch);
      if (standing === undefined) throw new Error("how the batch ended was not kept");
      return readResults(ports, batch, standing, provider, api);
    }
    case "settled":
    case "lost":
      return;
    default:
      return batch.state satisfies never;
  }
}

/**
 * Asks for the end of a batch when half of what is open in it must soon be asked in real time: what is answered by then
 * counts, and the rest is not billed twice. For fewer it goes on, and they alone are.
 */
async function cancelInTime(
  ports: BatchPorts,
  batch: ProviderBatch,
  cancel: () => Promise<void>,
): Promise<void> {
  if (batch.cancelAskedAtMs !== undefined) return;
  const nowMs = ports.nowMs();
  const { open, due } = await ports.store.openIn(
    batch.marker,
    nowMs + ports.settings().realTimeMs / 2,
  );
  if (due * 2 < open) return;
  await cancel();
  ports.problem("cancelled", {
    marker: batch.marker,
    text: open === 0 ? "nobody waits for it any more" : "deadlines come near",
  });
  await ports.store.changeBatch(batch.marker, { cancelAskedAtMs: nowMs });
}
