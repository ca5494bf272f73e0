import { HeadgateError } from "@headgate/contract";
import type { BatchApi, BatchLine } from "@headgate/providers";
import { lineOf } from "../line-of.ts";
import { nextLookMs } from "../next-look.ts";
import type { BatchPorts, BatchProvider } from "../ports.ts";
import type { ProviderBatch } from "../provider-batch.ts";
import { whenToGo } from "../when-to-go.ts";
import { LATEST_BATCHES, queueRoom } from "./queue-room.ts";
import { standingOf } from "./standing-of.ts";

/** How many requests' bytes are held at once while a batch is sent. */
const PAGE = 200;
/** A batch that could not be made so often, for faults of ours or of its requests, is asked in real time instead. */
const MOST_TRIES = 5;
/** Lines' own members around the client's: a batch is filled to a little less than its limit. */
const LINE_OVERHEAD_BYTES = 512;

export const lineId = (line: number): string => `l-${line}`;
export const lineOfId = (customId: string): number | undefined => {
  const [, digits] = /^l-(\d{1,7})$/.exec(customId) ?? [];
  return digits === undefined ? undefined : Number(digits);
};

/** Makes batches of what waits. They are noted, and sent when they are looked at: a crash between the two loses nothing. */
export async function openBatches(ports: BatchPorts): Promise<number> {
  let opened = 0;
  const nowMs = ports.nowMs();
  for (const group of await ports.store.groups()) {
    const provider = ports.provider(group.target.provider);
    const api = apiOf(provider);
    if (api === undefined) {
      // Real time says clearly what is missing, where anything is.
      await ports.store.makeUrgent(group.target, "no_batches", nowMs);
      continue;
    }
    const decision = whenToGo(group, api.limits, ports.settings(), nowMs);
    if (decision.kind === "wait") continue;
    if (decision.kind === "real_time") {
      await ports.store.makeUrgent(group.target, decision.because, nowMs);
      continue;
    }
    if (decision.kind === "roomless_in_real_time") {
      const { windowMs } = api.limits;
      const times = { nowMs, windowMs };
      await ports.store.makeRoomlessUrgent(group.target, decision.because, times);
      continue;
    }
    const latest = await ports.store.latestBatches(group.target, LATEST_BATCHES);
    const room = queueRoom(latest, api.limits, nowMs);
    // Until there is room they wait; whose deadline comes near is asked in real time.
    if (room.kind === "full") continue;
    const mostRequests = room.kind === "one" ? room.mostRequests : api.limits.requests;
    // A full group goes as many times as it is full; what is left waits on, unless its time has come.
    for (let left = group.requests; left > 0; ) {
      const batch = await ports.store.openBatch({
        marker: ports.newMarker(),
        target: group.target,
        mostRequests,
        mostBytes: bytesFor(api, group.requests),
        atMs: nowMs,
      });
      if (batch === undefined) break;
      opened += 1;
      left -= batch.requests;
      if (room.kind === "one") break;
      if (decision.because === "full" && left < api.limits.requests) break;
    }
  }
  return opened;
}

const bytesFor = ({ limits }: BatchApi, requests: number): number =>
  Math.max(
    limits.bytes - Math.min(requests, limits.requests) * LINE_OVERHEAD_BYTES,
    limits.bytes / 4,
  );

export const apiOf = (provider: BatchProvider | undefined): BatchApi | undefined =>
  provider?.batches.kind === "supported" ? provider.batches.api : undefined;

/**
 * Sends a batch that was noted. One that was tried before may be at the provider already: it is looked for by its marker, and
 * adopted where it is there.
 */
export async function submitBatch(
  ports: BatchPorts,
  batch: ProviderBatch,
  provider: BatchProvider,
  api: BatchApi,
): Promise<void> {
  const { marker, target } = batch;
  if (batch.tries > 0) {
    const found = await api.find(marker, {
      sinceMs: batch.submittedAtMs ?? batch.openedAtMs,
      requests: batch.sentRequests ?? batch.requests,
      model: target.model,
    });
    if (found === "unsure") return later(ports, batch, "it is not yet known whether it was taken");
    if (found !== undefined) return taken(ports, batch, found);
  }
  const ready = await readyLines(ports, marker);
  if (ready.length === 0) {
    return ports.store.loseBatch(marker, "nothing of it is left to be sent", ports.nowMs());
  }
  if (ready.length < api.limits.leastRequests || batch.tries >= MOST_TRIES) {
    const nowMs = ports.nowMs();
    return ports.store.loseBatch(marker, "it cannot be sent as a batch", nowMs, nowMs);
  }
  // Noted first: from here on it may be there.
  const sinceMs = ports.nowMs();
  const sentRequests = ready.length;
  const tries = batch.tries + 1;
  await ports.store.changeBatch(marker, { tries, submittedAtMs: sinceMs, sentRequests });
  try {
    const standing = await api.submit(() => linesOf(ports, provider, marker, ready), {
      marker,
      model: target.model,
      endpoint: target.endpoint,
    });
    await taken(ports, batch, standing);
  } catch (error) {
    if (isPassing(error)) {
      // It is waited for, and counts as no try; but that there was one is remembered, since it may be there.
      await ports.store.changeBatch(marker, { tries: Math.max(batch.tries, 1) });
      throw error;
    }
    if (!(error instanceof HeadgateError) || error.code !== "batch_refused") throw error;
    // Certainly not there: its requests go on in real time, which tells each of them what is wrong with it.
    ports.problem("not_submitted", { marker, text: error.message });
    const nowMs = ports.nowMs();
    await ports.store.loseBatch(marker, error.message, nowMs, nowMs);
  }
}

/** Rate limits, outages, and connections that broke: nothing that is wrong with the batch. */
const isPassing = (error: unknown): boolean =>
  error instanceof HeadgateError
    ? error.code === "batch_limited" || error.code === "batch_unknown"
    : !(error instanceof TypeError);

const taken = (
  ports: BatchPorts,
  { marker }: ProviderBatch,
  standing: Awaited<ReturnType<BatchApi["standing"]>>,
): Promise<void> =>
  ports.store.changeBatch(marker, {
    state: "submitted",
    providerId: standing.id,
    standing: standingOf(standing),
    failures: 0,
    nextLookAtMs: ports.nowMs() + nextLookMs(0, ports.settings()),
  });

const later = (ports: BatchPorts, batch: ProviderBatch, problem: string): Promise<void> =>
  ports.store.changeBatch(batch.marker, {
    failures: batch.failures + 1,
    problem,
    nextLookAtMs: ports.nowMs() + nextLookMs(batch.failures, ports.settings()),
  });

/** Which lines are to be sent, decided once, so that both readings are the same. */
async function readyLines(ports: BatchPorts, marker: string): Promise<readonly number[]> {
  const ready: number[] = [];
  let after = 0;
  for (;;) {
    const page = await ports.store.items(
      { batchMarker: marker, states: ["batched"] },
      { after, limit: 1_000 },
    );
    for (const { line } of page) if (line !== undefined) ready.push(line);
    const last = page.at(-1);
    if (last === undefined) return ready;
    after = last.position;
  }
}

async function* linesOf(
  ports: BatchPorts,
  provider: BatchProvider,
  marker: string,
  ready: readonly number[],
): AsyncGenerator<BatchLine> {
  for (let start = 0; start < ready.length; start += PAGE) {
    const lines = ready.slice(start, start + PAGE);
    const items = await ports.store.lines(marker, lines);
    const bodies = await ports.store.bodies([...items.values()].map(({ id }) => id));
    for (const line of lines) {
      const item = items.get(line);
      const body = item === undefined ? undefined : bodies.get(item.id);
      if (item === undefined || body === undefined) {
        throw new Error(`line ${line} of ${marker} is not there any more`);
      }
      yield { customId: lineId(line), body: lineOf(item, body, provider) };
    }
  }
}
