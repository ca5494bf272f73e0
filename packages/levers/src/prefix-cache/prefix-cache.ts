import { randomBytes } from "node:crypto";
import {
  type Change,
  inputTokens,
  type PrefixCachePolicy,
  type PrefixStats,
  type ProviderKind,
  type Usage,
  type WireFormat,
} from "@headgate/contract";
import { type Picodollars, subtract } from "@headgate/money";
import {
  applyJsonEdits,
  hasCacheMarks,
  type JsonObject,
  type PromptSection,
  promptSections,
  withCacheMarks,
  withMember,
} from "@headgate/providers";
import type { RequestEdit } from "../request-edit.ts";
import { type CacheTerms, type CacheTtl, cacheTtls, ttlMs } from "./cache-terms.ts";
import { leastKept, OPENAI_MINIMUM } from "./least-kept.ts";
import { markingRules } from "./marking-rules.ts";
import { MarkingTrials } from "./marking-trials.ts";
import { costAgain, tokensAgain } from "./paid-again.ts";
import { marksSent, type PlannedMark, planMarks } from "./plan-marks.ts";
import { PrefixTally } from "./prefix-tally.ts";
import { PromptMemory, type RememberedPrompt, rememberedPrompt } from "./prompt-memory.ts";
import { type PromptPrints, printsOf } from "./prompt-prints.ts";
import { type PromptSubject, PromptSubjects } from "./prompt-subjects.ts";
import { type KeptReuse, ReuseTracker, type Seen } from "./reuse-tracker.ts";
import { readTokens, writtenTokens } from "./stated-tokens.ts";
import { unmarkedUsage } from "./unmarked-usage.ts";

/** A request as it is about to go to a provider. */
export type PrefixRequest = Readonly<{
  format: WireFormat;
  body: Buffer;
  /** What the body was parsed to. */
  json: JsonObject;
  kind: ProviderKind;
  provider: string;
  model: string;
  keyId: string;
  /** The client's own name of the conversation. */
  session: string | undefined;
  policy: PrefixCachePolicy;
  /** Asked for where a prompt may be marked. */
  terms: () => CacheTerms;
}>;

/** What became of the request, once its answer is settled. */
export type PrefixOutcome = Readonly<{
  callId: string;
  usage: Usage;
  /** What usage would have cost by this call's prices. */
  price: (usage: Usage) => Picodollars | undefined;
  simulated: boolean;
  /** Milliseconds since the epoch. */
  atMs: number;
}>;

export type PrefixAct = Readonly<{
  body: Buffer;
  edit: RequestEdit | undefined;
  /** Of the prompt before it was marked. */
  prints: PromptPrints;
  /** To be told of the answer, where there was one with usage. */
  settled: (outcome: PrefixOutcome) => void;
  /** To be told when the provider says that the request is a bad one. */
  refused: () => void;
}>;

export type PrefixLimits = Readonly<{ maxPlaces: number; maxRequestBytes: number }>;

/** About how many bytes a token takes; a wrong guess only misses or tries a prompt near the provider's minimum. */
const BYTES_PER_TOKEN = 4;
/** No provider keeps a prompt of less than 512 tokens, and hardly a token of a prompt has less than two bytes. */
const LEAST_BYTES = 1_024;
const cacheKey = "prompt_cache_key";
const cacheKeyName = Buffer.from(`"${cacheKey}"`);
const unicodeEscape = Buffer.from("\\u");
const heldNames = ["previous_response_id", "conversation"] as const;

/**
 * The provider's prompt cache, as seen from here: measures how soon prompts are used again, marks those for which that
 * pays, and tells what broke a prefix. Holds digests, places and times; no content.
 */
export class PrefixCache {
  readonly #salt: Buffer;
  readonly #nowMs: () => number;
  readonly #tracker: ReuseTracker;
  readonly #memory = new PromptMemory();
  readonly #trials = new MarkingTrials();
  readonly #tally = new PrefixTally();
  readonly #subjects = new PromptSubjects();
  #limits: PrefixLimits;

  /**
   * @param nowMs a clock that never jumps
   * @param salt what digests are keyed with
   */
  constructor(limits: PrefixLimits, nowMs: () => number, salt: Buffer = randomBytes(32)) {
    this.#salt = salt;
    this.#limits = limits;
    this.#nowMs = nowMs;
    this.#tracker = new ReuseTracker(limits.maxPlaces, nowMs);
  }

  resize(limits: PrefixLimits): void {
    this.#limits = limits;
    this.#tracker.resize(limits.maxPlaces);
  }

  /** @returns undefined where the request is not looked at: it goes as it is */
  act(request: PrefixRequest): PrefixAct | undefined {
    const { format, body, policy, keyId, provider, model } = request;
    if (policy.mode === "off") return undefined;
    if (body.length < LEAST_BYTES) return this.#skip("too_short");
    if (body.length > this.#limits.maxRequestBytes) return this.#skip("too_large");
    const sections = promptSections(format, body);
    if (sections === undefined) return this.#skip("no_known_prompt");
    const subject = this.#subjects.of(keyId, provider, model);
    const { scope, modelKey } = subject;
    const prints = printsOf(body, sections, { salt: this.#salt, scope });
    const seen = this.#tracker.see({
      digests: prints.digests,
      head: prints.head,
      group: scope,
      tokens: tokensIn(prints.bytesBefore.at(-1)),
    });
    const made =
      policy.mode === "auto"
        ? this.#changed(request, { subject, sections, prints, seen })
        : { body, edit: undefined, marks: [] };
    return {
      body: made.body,
      edit: made.edit,
      prints,
      settled: (outcome) => this.#settle(request, { subject, prints, seen, made }, outcome),
      refused: () => {
        if (made.edit === undefined) return;
        if (this.#trials.refused(modelKey, this.#nowMs())) this.#tally.skip("marker_refused");
      },
    };
  }

  stats(): Omit<PrefixStats, "started_at"> {
    return {
      remembered: this.#tracker.size,
      max_remembered: this.#limits.maxPlaces,
      ...this.#tally.stats(),
    };
  }

  /** How soon prompts were used again: it holds beyond the process. */
  plain(): KeptReuse {
    return this.#tracker.plain();
  }

  /** @throws RangeError where it is of another shape */
  restore(kept: KeptReuse): void {
    this.#tracker.restore(kept);
  }

  #skip(reason: string): undefined {
    this.#tally.skip(reason);
    return undefined;
  }

  #changed(
    request: PrefixRequest,
    { subject, sections, prints, seen }: Looked & Readonly<{ sections: readonly PromptSection[] }>,
  ): Made {
    const { format, body, kind, model, policy, terms } = request;
    const untouched: Made = { body, edit: undefined, marks: [] };
    if (!this.#trials.mayMark(subject.modelKey, this.#nowMs())) return untouched;
    if (kind === "openai") return withCacheKey(request, prints) ?? untouched;
    const rules = markingRules(format, kind, model);
    if (rules === undefined || hasCacheMarks(body)) return untouched;
    const wanted = policy.ttl === "auto" ? cacheTtls : [policy.ttl];
    const { marks: planned } = planMarks(this.#tracker, prints, seen, {
      tokensBefore: prints.bytesBefore.map(tokensIn),
      minTokens: rules.minTokens,
      terms: terms(),
      allowed: rules.ttls.filter((ttl) => wanted.includes(ttl)),
      nowMs: this.#nowMs(),
    });
    const asked = planned.map(({ at, ttl }) => ({ section: sections[at] as PromptSection, ttl }));
    const { body: marked, placed } = withCacheMarks(format, body, asked);
    if (placed.length === 0) return untouched;
    const marks = planned.filter((_, index) => placed.includes(asked[index] as (typeof asked)[0]));
    return { body: marked, edit: markingEdit(marks), marks };
  }

  #settle(request: PrefixRequest, sent: Sent, outcome: PrefixOutcome): void {
    const { subject, prints, seen, made } = sent;
    const { marks, edit } = made;
    const { usage, price, simulated } = outcome;
    const nowMs = this.#nowMs();
    const cached = cachedTokens(usage);
    if (edit !== undefined) this.#trials.answered(subject.modelKey);
    // What the provider says that it neither read nor wrote, it does not have.
    if (cached !== undefined && cached > 0) marksSent(seen, marks, nowMs);
    const prompt = rememberedPrompt(subject.scope, request.session, prints);
    this.#tellBreak(subject, prompt, outcome, nowMs);
    // Who keeps prompts unasked does not tell what it keeps: it has the whole prompt, or nothing.
    const keptFrom = leastKept(request.kind, request.model, false);
    const promptTokens = inputTokens(usage);
    this.#memory.remember(prompt, {
      atMs: nowMs,
      promptTokens,
      keptTokens: keptFrom === undefined ? cached : promptTokens,
      // What a provider tells that it has was long enough.
      leastKept: keptFrom ?? 0,
      keptForMs: ttlMs[marks[0]?.ttl ?? (usage.cache_write_1h ? "1h" : "5m")],
    });
    this.#tally.call(subject, {
      usage,
      mark: marks[0]?.ttl,
      saved: marks.length === 0 || edit === undefined ? undefined : savedBy(edit, usage, price),
      simulated,
    });
  }

  #tellBreak(
    subject: PromptSubject,
    prompt: RememberedPrompt,
    outcome: PrefixOutcome,
    nowMs: number,
  ): void {
    const { usage, price, callId, simulated, atMs } = outcome;
    const compared = this.#memory.compare(prompt);
    if (compared === undefined) return;
    const again = tokensAgain(compared, usage, nowMs);
    this.#tally.broke(subject, {
      found: compared.found,
      tokensAgain: again,
      costAgain: again === undefined ? undefined : costAgain(usage, again, price),
      callId,
      at: new Date(atMs).toISOString(),
      simulated,
    });
  }
}

const cachedTokens = (usage: Usage): number | undefined => {
  const [read, written] = [readTokens(usage), writtenTokens(usage)];
  return read === undefined || written === undefined ? (read ?? written) : read + written;
};

type Made = Readonly<{
  body: Buffer;
  edit: RequestEdit | undefined;
  marks: readonly PlannedMark[];
}>;
type Looked = Readonly<{ subject: PromptSubject; prints: PromptPrints; seen: Seen }>;
type Sent = Looked & Readonly<{ made: Made }>;

const tokensIn = (bytes: number | undefined): number => Math.floor((bytes ?? 0) / BYTES_PER_TOKEN);

function savedBy(
  { usageBefore }: RequestEdit,
  usage: Usage,
  price: PrefixOutcome["price"],
): Picodollars | "unknown" {
  const before = usageBefore(usage);
  const cost = price(usage);
  const costBefore = before === undefined ? undefined : price(before);
  return cost === undefined || costBefore === undefined ? "unknown" : subtract(costBefore, cost);
}

function markingEdit(marks: readonly PlannedMark[]): RequestEdit {
  const changes = cacheTtls.flatMap((ttl: CacheTtl): Change[] => {
    const count = marks.filter((mark) => mark.ttl === ttl).length;
    return count === 0 ? [] : [{ lever: "prefix-cache", did: `marked_${ttl}`, count }];
  });
  return { lever: "prefix-cache", edits: [], changes, usageBefore: unmarkedUsage };
}

/**
 * Whether a request goes on from what OpenAI holds of its talk: then the prompt's begin is not in the body, and a name made
 * of what is would be another one with each turn.
 */
const goesOnFromHeld = (json: JsonObject): boolean =>
  heldNames.some((name) => json[name] !== undefined && json[name] !== null);

/** What naming a prompt is told as. It takes no token away, and what it brings is not known call by call. */
const named: RequestEdit = {
  lever: "prefix-cache",
  edits: [],
  changes: [{ lever: "prefix-cache", did: "named_prefix" }],
  usageBefore: (usage) => usage,
};

/**
 * Names the prompt's begin to OpenAI, which sends prompts of one name to one machine. The name tells nothing: it is a
 * salted digest, another one for each key. What it brings cannot be told call by call, so it claims no saving.
 */
function withCacheKey(
  { body, json }: PrefixRequest,
  { digests, head, bytesBefore }: PromptPrints,
): Made | undefined {
  if (tokensIn(bytesBefore.at(-1)) < OPENAI_MINIMUM || goesOnFromHeld(json)) return undefined;
  // The client's own name, however it is spelled; so is one within something else, or a text that is nothing else.
  if (json[cacheKey] !== undefined || body.includes(cacheKeyName)) return undefined;
  const value = `hg-${digests[Math.max(0, head - 1)]}`;
  const withName = body.includes(unicodeEscape)
    ? applyJsonEdits(body, [{ kind: "add", path: [], key: cacheKey, value }])
    : withMember(body, cacheKey, value);
  return { body: withName, edit: named, marks: [] };
}
