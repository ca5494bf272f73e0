import { hash, randomBytes } from "node:crypto";
import type { ApprovedPrompt, Change, PromptPolicy, Tags, Usage } from "@headgate/contract";
import type { JsonEdit, PromptView } from "@headgate/providers";
import type { RequestEdit } from "../request-edit.ts";
import { type ChosenPrompt, chosenPrompts } from "./approved-prompts.ts";
import { doesNothing, SessionPasses } from "./session-passes.ts";
import { type ReplacedText, shortenRequest } from "./shorten-request.ts";
import { ShorteningMemory } from "./shortening-memory.ts";
import { mayShorten } from "./texts-to-shorten.ts";
import { pairKeyOf, TokenDifferences } from "./token-differences.ts";
import { type UndoableText, type UndoLimits, UndoRecords } from "./undo-records.ts";
import { usageWithout } from "./usage-without.ts";

export type PromptLeverOptions = Readonly<{
  /** Counts each text's tokens in o200k_base. */
  count: (texts: readonly string[]) => Promise<readonly number[]>;
  /** Told when tokens could not be counted: what was saved is then not known. */
  failed: (error: unknown) => void;
  /** What sessions are told apart by, and digests of texts in rows, are keyed with it; one of the process's own where it is absent. */
  salt?: Buffer;
  /** Memory for what texts became. */
  maxBytes?: number;
  /** How long, and in how much memory, it is known how to undo a call's passes; not at all unless said. */
  undo?: UndoLimits;
  /** A clock that never jumps. */
  nowMs?: () => number;
}>;

/** A text that was replaced, as a call holds it until it is settled. */
type Replacement = Omit<ReplacedText, "undo">;

const noUndo: UndoLimits = { maxBytes: 0, maxAgeMs: 0 };

export type PromptAsked = Readonly<{
  callId: string;
  view: PromptView;
  /** The body as read. */
  json: unknown;
  keyId: string;
  /** The client's own name of the session, if it gives one. */
  session: string | undefined;
  policy: PromptPolicy;
  /** What held for it before the configuration changed, where that is less than an hour ago. */
  policyBefore: PromptPolicy | undefined;
  approved: readonly ApprovedPrompt[];
  /** What the output lever puts behind instructions, where the call's policy has it do so. */
  styleLine?: string | undefined;
}>;

/** Says prompts with fewer tokens: by passes over tool results and documents, and by system prompts that were approved. */
export class PromptLever {
  /** Which passes act on which sessions. */
  readonly sessions: SessionPasses;
  /** How what passes did to the newest calls is undone. */
  readonly undo: UndoRecords;
  readonly #memory: ShorteningMemory;
  readonly #differences: TokenDifferences;

  constructor({
    count,
    failed,
    salt = randomBytes(16),
    maxBytes = 33_554_432,
    undo = noUndo,
    nowMs = () => performance.now(),
  }: PromptLeverOptions) {
    this.sessions = new SessionPasses(salt);
    this.undo = new UndoRecords(salt, undo, nowMs);
    this.#memory = new ShorteningMemory(maxBytes);
    this.#differences = new TokenDifferences(count, failed);
  }

  /**
   * No call waits for the count of what was taken away: it is made beside it, and used when the call is settled. Where
   * it is not there by then, what was saved is not known.
   *
   * @returns undefined where there is nothing to say with fewer tokens
   */
  edit(asked: PromptAsked): RequestEdit | undefined {
    const { callId, keyId, view, json, policy, policyBefore, approved, styleLine } = asked;
    // Where nothing changed of late, a session with nothing to shorten need not be known: what it is sent later
    // breaks no prefix.
    const isSettled = approved.length === 0 && policyBefore === undefined;
    if (isSettled && !mayShorten(view, policy)) return undefined;
    const session = sessionOf(asked);
    const chosen = chosenPrompts({ view, approved, session, styleLine });
    const replaced = this.#replaced({ callId, keyId, view, json, session, policy, policyBefore });
    if (chosen.length === 0 && replaced.length === 0) return undefined;
    const exchanged = exchangedOf(chosen);
    let digest: string | undefined;
    const digestOfAll = (): string => {
      digest ??= this.undo.digestOf(replaced.map(({ pairKey }) => pairKey));
      return digest;
    };
    const ofHistory = this.#differences.of(replaced.filter(({ isNewest }) => !isNewest));
    const ofNewest = this.#differences.of(replaced.filter(({ isNewest }) => isNewest));
    const ofSystem = this.#differences.of(
      exchanged.map(({ place, text: after }) => {
        const { text: before } = place;
        return { before, after, pairKey: pairKeyOf(before, after) };
      }),
    );
    return {
      lever: "prompt",
      edits: editsOf(replaced, exchanged),
      tags: tagsOf(chosen),
      get changes() {
        const shortened = sumOf(ofHistory.tokens, ofNewest.tokens);
        return [
          ...passChanges(replaced, shortened, digestOfAll),
          ...versionChanges(chosen, ofSystem.tokens),
        ];
      },
      usageBefore: (usage: Usage) => {
        const history = sumOf(ofHistory.tokens, ofSystem.tokens);
        const newest = ofNewest.tokens;
        if (history === undefined || newest === undefined) return undefined;
        return usageWithout(usage, { history, newest });
      },
    };
  }

  /** How it is undone is held where it may be, and no longer by the call: of a long text it takes more than the text. */
  #replaced({
    callId,
    keyId,
    view,
    json,
    session,
    policy,
    policyBefore,
  }: Omit<PromptAsked, "approved" | "session" | "styleLine"> & {
    session: string;
  }): readonly Replacement[] {
    if (doesNothing(policy)) return [];
    const hasHistory = view.messages.some(({ role }) => role === "assistant");
    const holds = this.sessions.policyFor({ session, hasHistory, policy, policyBefore });
    if (doesNothing(holds)) return [];
    const replaced = shortenRequest(view, json, holds, this.#memory);
    if (replaced.length > 0) this.undo.keep(callId, keyId, replaced.map(undoableOf));
    return replaced.map(({ path, before, after, isNewest, pairKey, passes }) => ({
      ...{ path, before, after, isNewest, pairKey, passes },
    }));
  }
}

/** The approved texts that take the place of a call's own system prompts, in their order; those held out are none of them. */
export const exchangedPrompts = (
  asked: Pick<PromptAsked, "view" | "keyId" | "session" | "approved">,
): readonly string[] =>
  exchangedOf(chosenPrompts({ ...asked, session: sessionOf(asked) })).map(({ text }) => text);

const exchangedOf = (chosen: readonly ChosenPrompt[]): readonly ChosenPrompt[] =>
  chosen.filter(({ arm }) => arm === "approved");

/** What tells a session from others of its key: the name that the client gives it, else what the user said first. */
function sessionOf({
  view,
  keyId,
  session,
}: Pick<PromptAsked, "view" | "keyId" | "session">): string {
  const first = view.messages.find(({ role }) => role === "user");
  const named = session ?? JSON.stringify((first?.texts ?? []).map(({ text }) => text));
  return hash("sha256", `${keyId}\n${session === undefined ? "text" : "name"}\n${named}`);
}

const undoableOf = ({ path, pairKey, after, undo }: ReplacedText): UndoableText => ({
  ...{ path, pairKey, undo },
  sent: after,
});

const editsOf = (
  replaced: readonly Replacement[],
  exchanged: readonly ChosenPrompt[],
): readonly JsonEdit[] => [
  ...replaced.map(({ path, after }) => ({ kind: "set", path, value: after }) as const),
  ...exchanged.map(({ place, text }) => ({ kind: "set", path: place.path, value: text }) as const),
];

/** By these labels the two versions of a prompt are compared. */
function tagsOf(chosen: readonly ChosenPrompt[]): Tags {
  return Object.fromEntries(chosen.map(({ name, arm }) => [`prompt.${name}`, arm]));
}

function passChanges(
  replaced: readonly Replacement[],
  tokens: number | undefined,
  digest: () => string,
): readonly Change[] {
  if (replaced.length === 0) return [];
  const counts = new Map<string, number>();
  for (const pass of replaced.flatMap(({ passes }) => passes)) {
    const before = counts.get(pass);
    counts.set(pass, before === undefined ? 1 : before + 1);
  }
  const count = replaced.length;
  const shortened: Change = { lever: "prompt", did: "shortened", count, digest: digest() };
  return [
    tokens === undefined ? shortened : { ...shortened, input_tokens: tokens },
    ...[...counts].map(([did, count]) => ({ lever: "prompt", did, count }) as const),
  ];
}

function versionChanges(
  chosen: readonly ChosenPrompt[],
  tokens: number | undefined,
): readonly Change[] {
  const approved = chosen.filter(({ arm }) => arm === "approved").length;
  const original = chosen.length - approved;
  const version = { lever: "prompt", did: "prompt_version", count: approved } as const;
  return [
    ...(approved === 0
      ? []
      : [tokens === undefined ? version : { ...version, input_tokens: tokens }]),
    ...(original === 0
      ? []
      : [{ lever: "prompt", did: "prompt_held_out", count: original } as const]),
  ];
}

const sumOf = (left: number | undefined, right: number | undefined): number | undefined =>
  left === undefined || right === undefined ? undefined : left + right;
