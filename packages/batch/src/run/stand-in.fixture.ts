import { HeadgateError } from "@headgate/contract";
import type {
  BatchApi,
  BatchLimits,
  BatchLine,
  BatchResult,
  BatchStanding,
} from "@headgate/providers";

type Held = { standing: BatchStanding; lines: BatchLine[]; endsAtMs: number };

/** How a line comes back: as the plan says, or as faults have it. */
export type LineFate =
  | "answered"
  | "refused"
  | "failed"
  | "missing"
  | "doubled"
  | "expired"
  | "unreadable";

/** A provider's batches in memory, by a clock of the test's; what it made and billed can be counted. */
export class StandIn implements BatchApi {
  readonly limits: BatchLimits;
  readonly batches = new Map<string, Held>();
  /** Line texts that were answered, and so billed. */
  readonly billed: string[] = [];
  fate: (line: BatchLine) => LineFate = () => "answered";
  /** Thrown by the next submit, before or after the batch is made. */
  failSubmit: "before" | "after" | "refused" | "limited" | undefined;
  /** A batch of more lines fails, since there is no room in the queue. */
  mostQueued = Number.POSITIVE_INFINITY;
  /** Results break off after so many lines, once. */
  breakOffAfter: number | undefined;
  expires = false;
  readonly #nowMs: () => number;
  readonly #durationMs: number;

  constructor(nowMs: () => number, durationMs: number, limits: Partial<BatchLimits> = {}) {
    this.#nowMs = nowMs;
    this.#durationMs = durationMs;
    this.limits = {
      ...{ requests: 1_000, bytes: 1e8, leastRequests: 1, windowMs: 86_400_000 },
      ...limits,
    };
  }

  get made(): number {
    return this.batches.size;
  }

  async submit(...[lines, about]: Parameters<BatchApi["submit"]>): Promise<BatchStanding> {
    const fails = this.failSubmit;
    this.failSubmit = undefined;
    if (fails === "before") throw new Error("the connection broke");
    if (fails === "refused") throw new HeadgateError("batch_refused", "No such model.");
    if (fails === "limited") throw new HeadgateError("batch_limited", "status 429.");
    const held: BatchLine[] = [];
    for await (const line of lines()) held.push(line);
    const standing: BatchStanding = {
      ...{ id: `batch-${this.batches.size + 1}`, marker: about.marker, state: "in_progress" },
      ...{ createdAtMs: this.#nowMs(), counts: { total: held.length }, reason: undefined, raw: {} },
    };
    const isFull = held.length > this.mostQueued;
    if (isFull) Object.assign(standing, { state: "failed", isPassing: true, reason: "queue full" });
    const endsAtMs = this.#nowMs() + this.#durationMs;
    this.batches.set(standing.id, { standing, lines: held, endsAtMs });
    if (fails === "after") throw new Error("the connection broke");
    return standing;
  }

  /** As where a batch is known by its number of lines first. */
  async find(...[marker, { requests }]: Parameters<BatchApi["find"]>) {
    const held = [...this.batches.values()].find(
      ({ standing, lines }) => standing.marker === marker && lines.length === requests,
    );
    return held?.standing;
  }

  async standing(id: string): Promise<BatchStanding> {
    const held = this.#held(id);
    if (held.standing.state === "in_progress" && this.#nowMs() >= held.endsAtMs) {
      held.standing = { ...held.standing, state: this.expires ? "expired" : "ended" };
    }
    return held.standing;
  }

  async *results(
    { id }: BatchStanding,
    expected: ReadonlySet<string> = new Set(),
  ): AsyncGenerator<BatchResult> {
    const held = this.#held(id);
    const seen = new Set<string>();
    let told = 0;
    for (const line of held.lines) {
      if (this.breakOffAfter !== undefined && told >= this.breakOffAfter) {
        this.breakOffAfter = undefined;
        throw new Error("the results broke off");
      }
      told += 1;
      const { customId } = line;
      const fate = held.standing.state === "ended" ? this.fate(line) : held.standing.state;
      if (fate === "missing" || fate === "unreadable") {
        if (fate === "unreadable") yield { kind: "unreadable", line: told, reason: "no JSON" };
        continue;
      }
      seen.add(customId);
      if (fate === "refused" || fate === "failed") {
        const retryable = fate === "failed";
        yield {
          ...{ kind: "failed", customId, status: retryable ? 500 : 400, code: "bad", retryable },
          message: "It did not work.",
        };
      } else if (fate === "expired" || fate === "cancelled") yield { kind: fate, customId };
      else {
        this.billed.push(`${id} ${customId}`);
        yield { kind: "answered", customId, status: 200, body: answerTo(line) };
        if (fate === "doubled") yield { kind: "doubled", customId, line: told };
      }
    }
    for (const customId of expected) if (!seen.has(customId)) yield { kind: "missing", customId };
  }

  async cancel(id: string): Promise<void> {
    const held = this.#held(id);
    held.standing = { ...held.standing, state: "cancelled" };
  }

  async discard(): Promise<void> {
    // Nothing is left anywhere.
  }

  #held(id: string): Held {
    const held = this.batches.get(id);
    if (held === undefined) throw new Error(`no batch ${id}`);
    return held;
  }
}

/** An answer as OpenAI's chat completions give it, with constructed usage. */
export const answerTo = (line: Pick<BatchLine, "body">) => ({
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1,
  model: "gpt-5-mini",
  choices: [
    {
      index: 0,
      finish_reason: "stop",
      message: { role: "assistant", content: `re ${JSON.stringify(line.body.messages)}` },
    },
  ],
  usage: { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 },
});
