import { joinChunks } from "./join-chunks.ts";
import { JsonSkim } from "./json-skim.ts";
import { isJsonObject, type JsonObject, objectOrAbsent, textOrAbsent } from "./json-values.ts";
import {
  type Meter,
  type MeterReading,
  type Mutable,
  statesUsage,
  type UsageReading,
} from "./meter.ts";
import { providerErrorText } from "./provider-error.ts";
import type { StopReason } from "./translate/answer.ts";

/** What one wire format knows of its JSON answers. */
export interface JsonFormat {
  /** Top-level members that matter when the answer is too large to be kept whole. */
  readonly members: ReadonlySet<string>;
  /** An answer that is JSON but no object is whole too: nothing is read from it. */
  readonly anyJson?: boolean;
  /** `undefined` when the answer states no usage; `complete` is false when only `members` were read. */
  readUsage(answer: JsonObject, complete: boolean): UsageReading | undefined;
  serviceTier(answer: JsonObject): string | undefined;
  /** What the provider said of usage, where that is not the member `usage` alone. */
  rawUsage?(answer: JsonObject): JsonObject | undefined;
  /** The model that answered, where that is not the member `model`. */
  responseModel?(answer: JsonObject): string | undefined;
  /** The provider's id of the answer, where that is not the member `id`. */
  responseId?(answer: JsonObject): string | undefined;
  /** Why the model stopped; not known of an answer of which only `members` were read. */
  stopReason?(answer: JsonObject): StopReason | undefined;
}

const notEnded: MeterReading = {
  state: "truncated",
  problem: "the answer has not ended",
  usage: {},
  usageOrigin: "none",
  violations: [],
};

/** Meters a JSON body: relays each chunk when the next one comes, and parses the whole at the end. */
export class JsonMeter implements Meter {
  readonly ended = false;
  readonly #format: JsonFormat;
  readonly #maxRetainedBytes: number;
  /** Made when it is needed: for large answers and for broken ones. */
  #skimmed: JsonSkim | undefined;
  #chunks: Buffer[] = [];
  #retainedBytes = 0;
  #large = false;
  #last: Buffer | undefined;
  #reading: MeterReading = notEnded;
  #finished = false;

  constructor(format: JsonFormat, maxRetainedBytes: number) {
    this.#format = format;
    this.#maxRetainedBytes = maxRetainedBytes;
  }

  push(chunk: Buffer): Buffer | undefined {
    this.#collect(chunk);
    const previous = this.#last;
    this.#last = chunk;
    return previous;
  }

  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#reading = this.#large ? this.#readSkimmed() : this.#readWhole();
    this.#chunks = [];
  }

  release(): Buffer | undefined {
    const held = this.#last;
    this.#last = undefined;
    return held;
  }

  reading(): MeterReading {
    return this.#reading;
  }

  get #skim(): JsonSkim {
    const { members, anyJson = false } = this.#format;
    this.#skimmed ??= new JsonSkim(members, this.#maxRetainedBytes, anyJson);
    return this.#skimmed;
  }

  #collect(chunk: Buffer): void {
    if (this.#large) {
      this.#skim.push(chunk);
      return;
    }
    this.#chunks.push(chunk);
    this.#retainedBytes += chunk.length;
    if (this.#retainedBytes <= this.#maxRetainedBytes) return;
    this.#large = true;
    for (const kept of this.#chunks) this.#skim.push(kept);
    this.#chunks = [];
  }

  #readWhole(): MeterReading {
    const joined = joinChunks(this.#chunks);
    if (joined === undefined) return broken("truncated", "the answer has no body");
    try {
      const answer: unknown = JSON.parse(joined.toString("utf8"));
      if (isJsonObject(answer)) return this.#read(answer, true);
      if (this.#format.anyJson === true) return this.#read({}, true);
      return broken("garbled", "the answer is not a JSON object");
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      for (const chunk of this.#chunks) this.#skim.push(chunk);
      return this.#skim.state === "open"
        ? broken("truncated", "the answer broke off")
        : broken("garbled", "the answer is not a JSON object");
    }
  }

  #readSkimmed(): MeterReading {
    if (this.#skim.state === "garbled") return broken("garbled", this.#skim.problem);
    if (this.#skim.state === "open") return broken("truncated", "the answer broke off");
    return this.#read(Object.fromEntries(this.#skim.members), false);
  }

  #read(answer: JsonObject, complete: boolean): MeterReading {
    const read = this.#format.readUsage(answer, complete);
    const known = read !== undefined && statesUsage(read);
    const responseModel =
      this.#format.responseModel === undefined
        ? textOrAbsent(answer.model)
        : this.#format.responseModel(answer);
    const responseId =
      this.#format.responseId === undefined
        ? textOrAbsent(answer.id)
        : this.#format.responseId(answer);
    const rawUsage =
      this.#format.rawUsage === undefined
        ? objectOrAbsent(answer.usage)
        : this.#format.rawUsage(answer);
    const serviceTier = this.#format.serviceTier(answer);
    const providerError = providerErrorText(answer.error);
    const stopReason = this.#format.stopReason?.(answer);
    const reading: Mutable<MeterReading> = {
      state: "complete",
      usage: read === undefined ? {} : read.usage,
      usageOrigin: known ? "provider" : "none",
      violations: read === undefined ? [] : read.violations,
    };
    if (read?.otherUsage !== undefined) reading.otherUsage = read.otherUsage;
    if (read?.region !== undefined) reading.region = read.region;
    if (rawUsage !== undefined) reading.rawUsage = rawUsage;
    if (responseModel !== undefined) reading.responseModel = responseModel;
    if (responseId !== undefined) reading.responseId = responseId;
    if (serviceTier !== undefined) reading.serviceTier = serviceTier;
    if (stopReason !== undefined) reading.stopReason = stopReason;
    if (providerError !== undefined) reading.providerError = providerError;
    return reading;
  }
}

const broken = (state: "truncated" | "garbled", problem: string | undefined): MeterReading => ({
  state,
  ...(problem !== undefined && { problem }),
  usage: {},
  usageOrigin: "none",
  violations: [],
});
