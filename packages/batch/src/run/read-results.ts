import type { BatchApi, BatchResult, BatchStanding } from "@headgate/providers";
import type { BatchItem } from "../item.ts";
import { resultOf } from "../line-of.ts";
import type { BatchPorts, BatchProvider } from "../ports.ts";
import type { ProviderBatch } from "../provider-batch.ts";
import { answeredRow, failedRow, missingRow, type RowTerms } from "../row-of.ts";
import type { Settlement } from "../store.ts";
import { holdAgain } from "./ask-in-real-time.ts";
import { errorBody } from "./error-body.ts";
import { referenceTerms } from "./reference-terms.ts";
import { lineId, lineOfId } from "./submit-batches.ts";

/** So many results are settled in one transaction. */
const PAGE = 200;

type Told = Exclude<BatchResult, { kind: "unreadable" | "doubled" }>;

/**
 * Settles what came back of a batch, page by page. Cut off anywhere, it is read again from its start: what was settled is
 * passed over, and no row is made twice.
 */
export async function readResults(
  ports: BatchPorts,
  batch: ProviderBatch,
  standing: BatchStanding,
  provider: BatchProvider,
  api: BatchApi,
): Promise<void> {
  const { marker } = batch;
  if (standing.state === "failed") {
    const nowMs = ports.nowMs();
    const text = standing.reason ?? "the provider says no reason";
    ports.problem(standing.isPassing === true ? "not_submitted" : "failed_line", { marker, text });
    // Of one that only found no room they wait for another. Else the whole is refused because of one or some: real time
    // tells each what is wrong with it.
    const realTime = standing.isPassing === true ? [] : [nowMs];
    await ports.store.loseBatch(marker, standing.reason ?? "the batch failed", nowMs, ...realTime);
    return discard(ports, marker, standing, api);
  }
  const settling = new Settling(ports, batch, provider);
  const expected = new Set(Array.from({ length: batch.requests }, (_, line) => lineId(line)));
  for await (const result of api.results(standing, expected)) {
    if (result.kind === "unreadable") {
      ports.problem("unreadable_line", { marker, text: `line ${result.line}: ${result.reason}` });
    } else if (result.kind === "doubled") {
      ports.problem("doubled_line", { marker, text: `${result.customId}: the first counts` });
    } else await settling.take(result);
  }
  await settling.finish();
  if (settling.isLeftOver) {
    // Not done with it before it is known whether its request was answered in real time meanwhile: then this is a loss.
    const nextLookAtMs = ports.nowMs() + ports.settings().lastLookMs;
    return ports.store.changeBatch(marker, { failures: 0, nextLookAtMs });
  }
  await ports.store.changeBatch(marker, { state: "settled", failures: 0 });
  await discard(ports, marker, standing, api);
}

async function discard(
  ports: BatchPorts,
  marker: string,
  standing: BatchStanding,
  api: BatchApi,
): Promise<void> {
  await api.discard(standing).catch((error: unknown) => {
    ports.problem("not_looked_at", { marker, text: `what it left stays: ${String(error)}` });
  });
}

class Settling {
  /** Whether an answer has to be read once more, since its request is being asked or has moved on. */
  isLeftOver = false;
  readonly #ports: BatchPorts;
  readonly #batch: ProviderBatch;
  readonly #provider: BatchProvider;
  #page: Told[] = [];

  constructor(ports: BatchPorts, batch: ProviderBatch, provider: BatchProvider) {
    this.#ports = ports;
    this.#batch = batch;
    this.#provider = provider;
  }

  async take(result: Told): Promise<void> {
    this.#page.push(result);
    if (this.#page.length >= PAGE) await this.finish();
  }

  async finish(): Promise<void> {
    const page = this.#page;
    this.#page = [];
    const ports = this.#ports;
    const { marker } = this.#batch;
    const lines = page.map(({ customId }) => lineOfId(customId));
    const items = await ports.store.lines(
      marker,
      lines.filter((line) => line !== undefined),
    );
    const bodies = await ports.store.bodies(
      [...items.values()]
        .filter(({ format, target, state }) => format !== target.format || state === "waiting")
        .map(({ id }) => id),
    );
    const settlements: Settlement[] = [];
    for (const [index, result] of page.entries()) {
      const item = items.get(lines[index] ?? -1);
      if (item === undefined || item.settledBy === marker) continue;
      const settled = await this.#settle(item, result, bodies.get(item.id));
      if (settled !== undefined) settlements.push(settled);
    }
    const held = await ports.store.settle(settlements);
    if (held.includes(false)) this.isLeftOver = true;
    const byId = new Map([...items.values()].map((item) => [item.id, item]));
    for (const [index, { id, from }] of settlements.entries()) {
      const item = byId.get(id);
      // Asked once more, or cancelled, in this moment: what was held for it a moment ago is held by nobody.
      if (item !== undefined && held[index] !== true && from.state === "waiting") {
        await ports.release(item);
      }
    }
    const ended = settlements.filter(
      ({ becomes }, index) => held[index] === true && becomes.state !== "waiting",
    );
    ports.ended(ended.flatMap(({ id }) => byId.get(id) ?? []));
  }

  #termsOf(item: BatchItem): RowTerms {
    const { submittedAtMs, openedAtMs, endedAtMs } = this.#batch;
    const startedAtMs = submittedAtMs ?? openedAtMs;
    return {
      provider: this.#provider,
      reference: referenceTerms(this.#ports, item),
      prices: this.#ports.prices(),
      times: { startedAtMs, endedAtMs: endedAtMs ?? startedAtMs },
    };
  }

  async #settle(
    item: BatchItem,
    result: Told,
    body: Uint8Array | undefined,
  ): Promise<Settlement | undefined> {
    const { marker } = this.#batch;
    const { state } = item;
    const isAnswered = result.kind === "answered" && result.status < 400;
    const atMs = this.#ports.nowMs();
    if (isAnswered) {
      if (state === "asking") {
        this.isLeftOver = true;
        return undefined;
      }
      // Whoever was asked in real time in vain meanwhile has an answer all the same.
      if (state !== "batched" && state !== "waiting") {
        await this.#late(item, result);
        return undefined;
      }
      // Its row takes the place of what is held: that was given back when it was asked.
      if (state === "waiting" && body !== undefined) await holdAgain(this.#ports, item, body);
      const asked = { body: body ?? new Uint8Array(), provider: this.#provider, nowMs: atMs };
      return {
        ...{ id: item.id, from: { state, marker }, atMs },
        becomes: { state: "answered", result: resultOf(item, result, asked) },
        row: answeredRow(item, result, this.#termsOf(item)),
      };
    }
    if (state !== "batched") return undefined;
    return { id: item.id, from: { state, marker }, atMs, ...this.#unanswered(item, result) };
  }

  /** Billed, though its request was answered in another way, has expired, or was cancelled: it is a loss, and told as one. */
  async #late(item: BatchItem, result: Extract<Told, { kind: "answered" }>): Promise<void> {
    const row = answeredRow(item, result, this.#termsOf(item), true);
    const added = await this.#ports.store.addRows([row]);
    if (added === 0) return;
    this.#ports.problem("billed_twice", { marker: this.#batch.marker, text: row.row_id });
  }

  #unanswered(item: BatchItem, result: Told): Pick<Settlement, "becomes" | "row"> {
    const ports = this.#ports;
    const { marker } = this.#batch;
    const nowMs = ports.nowMs();
    const again = (reason: string, realTimeAtMs?: number): Settlement["becomes"] => ({
      state: "waiting",
      reason,
      // After so many batches real time is the surer way.
      ...(realTimeAtMs !== undefined
        ? { realTimeAtMs }
        : item.attempts >= ports.settings().mostAttempts && { realTimeAtMs: nowMs }),
    });
    switch (result.kind) {
      case "missing":
        ports.problem("missing_line", { marker, text: item.id });
        return { becomes: again("missing_line"), row: missingRow(item, this.#termsOf(item)) };
      case "expired":
        ports.problem("expired", { marker, text: item.id });
        return {
          becomes: again("expired", nowMs),
          row: failedRow(item, { outcome: "timed_out", final: false }, this.#termsOf(item)),
        };
      case "cancelled":
        return {
          becomes: again("cancelled"),
          row: failedRow(item, { outcome: "timed_out", final: false }, this.#termsOf(item)),
        };
      case "answered":
      case "failed": {
        const { status } = result;
        const isRetryable =
          result.kind === "failed"
            ? result.retryable
            : status === undefined || status >= 500 || status === 429 || status === 408;
        ports.problem("failed_line", { marker, text: `${item.id}: status ${String(status)}` });
        const row = failedRow(
          item,
          {
            outcome: "provider_error",
            final: !isRetryable,
            ...(status !== undefined && { status }),
          },
          this.#termsOf(item),
        );
        if (isRetryable) return { becomes: again("failed"), row };
        return { becomes: { state: "failed", result: errorBody(item, result) }, row };
      }
      default:
        return result satisfies never;
    }
  }
}
