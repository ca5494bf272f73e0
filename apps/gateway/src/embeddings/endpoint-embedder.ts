import type { Asker, EmbeddedQuestion, QuestionEmbedder, Spared } from "@headgate/levers";
import { roundTogether } from "@headgate/money";
import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
} from "cockatiel";
import type { BreakerLimits } from "../upstream/provider-client.ts";
import type { EmbeddingAnswer, EmbeddingQuestion } from "./ask-endpoint.ts";

/** Requests under way at once; what is asked for meanwhile goes out together. */
const MOST_REQUESTS = 4;
const MOST_TEXTS = 32;
/** Texts that may wait; beyond, a question fails at once. */
const MOST_WAITING = 1_024;
/** Vectors that are remembered by their text. */
const MOST_KEPT = 4_096;
const MOST_KEPT_BYTES = 16_777_216;

type Waiting = Readonly<{
  text: string;
  asker: Asker;
  /** Texts of one payer alone go out together: what they cost is theirs. */
  payer: string;
  resolve: (embedded: EmbeddedQuestion) => void;
  reject: (error: unknown) => void;
}>;

type Options = Readonly<{
  ask: (question: EmbeddingQuestion) => Promise<EmbeddingAnswer>;
  breaker: BreakerLimits;
}>;

/** Turns texts into vectors by a model of the operator's own, over HTTP. */
export class EndpointEmbedder implements QuestionEmbedder {
  readonly #ask: Options["ask"];
  /** Of its own: a provider whose chats fail may well give vectors, and the other way round. */
  readonly #breaker: CircuitBreakerPolicy;
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  readonly #kept = new Map<string, EmbeddedQuestion>();
  #waiting: Waiting[] = [];

  constructor({ ask, breaker }: Options) {
    this.#ask = ask;
    this.#breaker = circuitBreaker(handleAll, {
      halfOpenAfter: breaker.open_ms,
      breaker: new ConsecutiveBreaker(breaker.failures),
    });
  }

  embed(text: string, asker: Asker): Promise<EmbeddedQuestion> {
    if (this.#closing.signal.aborted) return Promise.reject(new Error("the embedder is closed"));
    const known = this.#kept.get(placeOf(text, asker));
    if (known !== undefined) return Promise.resolve(known);
    if (this.#waiting.length >= MOST_WAITING) {
      return Promise.reject(new Error(`${MOST_WAITING} texts wait for their vectors already`));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text, asker, payer: payerOf(asker), resolve, reject });
      this.#next();
    });
  }

  /** Breaks off what is under way, waits until it is recorded, and fails what waits. */
  async close(): Promise<void> {
    this.#closing.abort();
    const waiting = this.#waiting.splice(0);
    for (const { reject } of waiting) reject(new Error("the embedder was closed"));
    await Promise.all(this.#underWay);
  }

  #next(): void {
    while (this.#waiting.length > 0 && this.#underWay.size < MOST_REQUESTS) {
      const request = this.#send(this.#nextBatch()).finally(() => {
        this.#underWay.delete(request);
        this.#next();
      });
      this.#underWay.add(request);
    }
  }

  #nextBatch(): readonly Waiting[] {
    const payer = this.#waiting[0]?.payer;
    const batch = this.#waiting.filter((one) => one.payer === payer).slice(0, MOST_TEXTS);
    const taken = new Set(batch);
    this.#waiting = this.#waiting.filter((one) => !taken.has(one));
    return batch;
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    const answer = await this.#answerTo(batch);
    if (answer.cost !== undefined) share(answer.cost, batch);
    for (const [index, { text, asker, resolve, reject }] of batch.entries()) {
      const vector = answer.kind === "answered" ? answer.vectors[index] : undefined;
      if (vector === undefined) {
        reject(answer.kind === "failed" ? answer.error : new Error("a text got no vector"));
        continue;
      }
      // Whether it was read whole was told before it was sent.
      const embedded = { vector, tokens: 0, unknown: false };
      this.#keep(placeOf(text, asker), embedded);
      resolve(embedded);
    }
  }

  async #answerTo(batch: readonly Waiting[]): Promise<EmbeddingAnswer> {
    const failed = (error: unknown): EmbeddingAnswer => ({
      kind: "failed",
      error,
      isProviders: false,
      cost: undefined,
    });
    const [first] = batch;
    if (first === undefined) return failed(new Error("there is no text"));
    // While one request tries whether the endpoint is back, the others do not wait for the outcome.
    if (this.#breaker.state === CircuitState.HalfOpen)
      return failed(new Error("the endpoint failed, and one request tries whether it is back"));
    const { key, attribution, experiments } = first.asker;
    const texts = batch.map(({ text }) => text);
    let answer: EmbeddingAnswer | undefined;
    try {
      await this.#breaker.execute(async () => {
        const closing = this.#closing.signal;
        answer = await this.#ask({ texts, key, attribution, experiments, closing });
        if (answer.kind === "failed" && answer.isProviders) throw answer.error;
      });
    } catch (error) {
      return answer ?? failed(error);
    }
    return answer ?? failed(new Error("nothing was asked"));
  }

  #keep(place: string, embedded: EmbeddedQuestion): void {
    const most = Math.min(MOST_KEPT, MOST_KEPT_BYTES / embedded.vector.byteLength);
    if (this.#kept.size >= most) {
      const [oldest] = this.#kept.keys();
      if (oldest !== undefined) this.#kept.delete(oldest);
    }
    this.#kept.set(place, embedded);
  }
}

/** Vectors are remembered by key, so that nobody learns from the time of an answer what another has asked. */
const placeOf = (text: string, { key }: Asker): string => `${key.id} ${text}`;

/** Arms are paid for apart. Whichever call of an arm a request is told of, the arm's dollars are the same. */
const payerOf = ({ key, attribution, experiments }: Asker): string =>
  JSON.stringify([
    key.id,
    attribution,
    experiments?.map(({ experiment, arm, share }) => [experiment, arm, share]),
  ]);

/** Divides what a request cost among its texts by their bytes, to the picodollar. */
function share({ amount, simulated }: Spared, batch: readonly Waiting[]): void {
  if (amount === undefined) {
    for (const { asker } of batch) asker.spent({ amount, simulated });
    return;
  }
  if (amount < 0n) {
    // An overlay gave back more than it cost: only amounts from 0 are divided.
    batch[0]?.asker.spent({ amount, simulated });
    return;
  }
  const sizes = batch.map(({ text }) => BigInt(Buffer.byteLength(text)));
  const denominator = sizes.reduce((total, size) => total + size, 0n);
  const { parts } = roundTogether(sizes.map((size) => ({ numerator: amount * size, denominator })));
  for (const [index, part] of parts.entries())
    batch[index]?.asker.spent({ amount: part, simulated });
}
