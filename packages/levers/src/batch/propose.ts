import type { DeferralPolicy, NotProposed } from "@headgate/contract";
import { displayDollarsCompact, type Picodollars, picodollars, ZERO } from "@headgate/money";
import type { History, HistoryCall, Proposed } from "../history/history.ts";
import { type CallSaving, type ProposalDraft, savedBy } from "../history/proposal.ts";
import { byUse, type ScopedCalls, scopeText } from "../history/scopes.ts";
import { takingTurns } from "../history/taking-turns.ts";
import { unmarkedUsage } from "../prefix-cache/unmarked-usage.ts";
import { batchSaving, isCarried } from "./replay.ts";
import { type Rhythm, rhythmOf } from "./rhythm.ts";
import { waitingLabel } from "./waiting-words.ts";

const change = { when: "always", deadline: "24h" } as const satisfies DeferralPolicy;
/** Of fewer calls it is not told how they come. */
const LEAST_CALLS = 20;
/** Where so many of its calls are streamed, or go on a conversation, somebody is there. */
const MOST_ATTENDED = 0.2;
/** From so many messages on a call goes on a conversation. */
const CONVERSATION = 3;
/** An answer is given to those who ask the same for so long. */
const DUPLICATES_MS = 86_400_000;

const QUESTION = "Does anyone wait for these answers?";

/** Tries batches out on traffic that looks as if nobody waited for it, by its labels and by when it comes. */
export async function proposeBatch(history: History): Promise<Proposed> {
  const proposals: ProposalDraft[] = [];
  const notProposed: NotProposed[] = [];
  const turn = takingTurns();
  for (const scoped of byUse(history.calls)) {
    const found = await lookAt(history, scoped, turn);
    if (found === undefined) continue;
    if (typeof found === "string") {
      const { scope, calls } = scoped;
      notProposed.push({ lever: "batch", scope, reason: found, calls: calls.length });
    } else proposals.push(found);
  }
  return { proposals, notProposed };
}

/** A proposal, or why there is none; undefined where no batch carries such calls. */
async function lookAt(
  history: History,
  scoped: ScopedCalls,
  turn: ReturnType<typeof takingTurns>,
): Promise<ProposalDraft | string | undefined> {
  const carried = scoped.calls.filter(isCarried);
  if (carried.length === 0) return undefined;
  if (carried.length < LEAST_CALLS) {
    return `Needs ${LEAST_CALLS} calls that a batch can carry; there are ${carried.length}.`;
  }
  const streamed = carried.filter(({ row }) => row.stream === true).length;
  if (streamed > carried.length * MOST_ATTENDED) {
    return `${streamed} of ${carried.length} calls are streamed: somebody reads the answers as they come.`;
  }
  const spoken = carried.filter(isConversation).length;
  if (spoken > carried.length * MOST_ATTENDED) {
    return `${spoken} of ${carried.length} calls go on a conversation: somebody waits for the next turn.`;
  }
  const able = carried.filter(({ row }) => row.stream !== true);
  const savings: CallSaving[] = [];
  for (const call of able) {
    await turn();
    savings.push(batchSaving(history, call));
  }
  if (savings.every(({ saved }) => saved === undefined)) {
    return "What these calls would cost in a batch is not known: the price book has no price for it.";
  }
  const saved = savedBy(savings);
  if (saved <= ZERO) return notCheaper(able, saved);
  const [first] = able;
  const label = first && waitingLabel(first.row.attribution);
  const times = able.map(({ row }) => row.started_at_ms);
  // Stretches of a sample look like bursts: when calls come is told by whole histories alone.
  const rhythm =
    history.sample === undefined ? rhythmOf(times, history.toMs - history.fromMs) : undefined;
  if (label === undefined && !isOfJobs(rhythm)) {
    return `Neither a label nor regular bursts tell that these calls can wait. ${QUESTION} If nobody does, batches would have saved ${displayDollarsCompact(saved)} in the range.`;
  }
  return draftOf(history, scoped, { able, savings, label, rhythm, streamed });
}

const isConversation = ({ row }: HistoryCall): boolean => {
  const turns = row.request_facts?.turns;
  return row.operation === "chat" && turns !== undefined && turns >= CONVERSATION;
};

function notCheaper(calls: readonly HistoryCall[], saved: Picodollars): string {
  const [read, all] = cachedShare(calls);
  const dearer = displayDollarsCompact(picodollars(-saved));
  return read === 0
    ? `A batch would have cost ${dearer} more in the range, or as much.`
    : `${share(read, all)} of its prompts' tokens are read from the provider's cache, which a batch does not read: it would have cost ${dearer} more in the range.`;
}

/** Tokens that were read from the provider's cache, and all of the prompts. */
function cachedShare(calls: readonly HistoryCall[]): readonly [read: number, all: number] {
  let [read, all] = [0, 0];
  for (const { row } of calls) {
    const { cache_read: fromCache } = row.usage;
    const prompt = unmarkedUsage(row.usage)?.input;
    // Where the prompt is not stated it is on neither side.
    if (prompt === undefined) continue;
    all += prompt;
    if (fromCache !== undefined) read += fromCache;
  }
  return [read, all];
}

const share = (part: number, all: number): string => `${Math.round((100 * part) / all)} %`;

type Found = Readonly<{
  able: readonly HistoryCall[];
  savings: readonly CallSaving[];
  label: string | undefined;
  /** Undefined where it is not known. */
  rhythm: Rhythm | undefined;
  streamed: number;
}>;

function draftOf(history: History, { scope, calls }: ScopedCalls, found: Found): ProposalDraft {
  const { able, savings, label, rhythm, streamed } = found;
  const duplicates = duplicatesAmong(history, able);
  const untold = able.filter(({ row }) => row.stream === undefined).length;
  const [read, all] = cachedShare(able);
  const isRegular = isOfJobs(rhythm);
  return {
    lever: "batch",
    scope,
    title: `Have ${scopeText(scope)} answered in batches`,
    change: { batch: change },
    savings,
    inScope: calls.length,
    figures: [
      ...(label === undefined
        ? []
        : [{ what: "label that names work which can wait", value: label }]),
      ...(rhythm === undefined
        ? []
        : [
            {
              what: `calls in ${rhythm.bursts} bursts${isRegular ? " at like hours of different days" : ""}`,
              value: String(rhythm.calls),
            },
          ]),
      { what: "answers that took longest, in seconds", value: slowest(able) },
      ...(all === 0
        ? []
        : [{ what: "of prompts read from the provider's cache", value: share(read, all) }]),
      {
        what: "duplicates within a day, which a batch sends once",
        value: String(duplicates.calls),
      },
      {
        what: "what they would save beside that",
        value:
          duplicates.unknown > 0
            ? `${displayDollarsCompact(duplicates.saved)}, and unknown of ${duplicates.unknown}`
            : displayDollarsCompact(duplicates.saved),
      },
      { what: "streamed calls, which stay in real time", value: String(streamed) },
      { what: "calls of which it is not told whether they are streamed", value: String(untold) },
    ],
    confidence: {
      level:
        untold > 0 || label === undefined || (rhythm !== undefined && !isRegular)
          ? "low"
          : "medium",
      reason: `${because(label, rhythm)} What it saves follows from the prices; whether anyone waits is not in any row.`,
    },
    quality: {
      risk: "low",
      reason:
        "The same model gives the same answers, later: usually within the hour, and at the deadline of 24 hours at the latest. A client gets a handle in place of an answer, unless it keeps its connection (x-headgate-wait).",
      check: `${QUESTION} Ask who owns these calls, and set batch.deadline to when the answers are needed.`,
    },
    effortHours: 4,
    depth: history.depth,
  };
}

const isOfJobs = (rhythm: Rhythm | undefined): boolean => rhythm?.bursty === true && rhythm.regular;

const because = (label: string | undefined, rhythm: Rhythm | undefined): string =>
  label === undefined
    ? "Calls come in bursts at like hours of different days, as jobs send them."
    : rhythm === undefined
      ? `The label ${label} tells of work that can wait; when the calls come is not told by a part of them.`
      : isOfJobs(rhythm)
        ? `The label ${label} and regular bursts tell of work that can wait.`
        : `The label ${label} tells of work that can wait; when the calls come does not.`;

function slowest(calls: readonly HistoryCall[]): string {
  let longest: number | undefined;
  for (const { row } of calls) {
    const { duration_ms: took } = row;
    if (took !== undefined && (longest === undefined || took > longest)) longest = took;
  }
  return longest === undefined ? "not told" : (longest / 1_000).toFixed(1);
}

/** Calls of a key that ask what an earlier one asked within a day, and what the batch's price of them comes to. */
function duplicatesAmong(history: History, calls: readonly HistoryCall[]) {
  const askedAt = new Map<string, number>();
  let [count, unknown, saved] = [0, 0, 0n];
  for (const call of calls) {
    const { key_id: key, started_at_ms: atMs, request_facts: facts, usage } = call.row;
    if (facts?.digest === undefined || key === undefined) continue;
    const question = `${key}\n${facts.digest}`;
    const before = askedAt.get(question);
    if (before === undefined || atMs - before > DUPLICATES_MS) {
      askedAt.set(question, atMs);
      continue;
    }
    count += 1;
    const uncached = unmarkedUsage(usage);
    const price = uncached && history.price(call, uncached, "batch");
    if (price === undefined) unknown += 1;
    else saved += price;
  }
  return { calls: count, unknown, saved: picodollars(saved) };
}
