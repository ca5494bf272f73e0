import { seededRandom } from "@headgate/planner";
import type { PromptRequest, PromptStream } from "./prompt-stream.ts";

const BLOCK_TOKENS = 512;
const MINUTE_MS = 60_000;

const waitMs = (random: () => number, meanMinutes: number): number =>
  -Math.log(1 - random()) * meanMinutes * MINUTE_MS;

const headOf = (name: string, blocks: number): readonly string[] =>
  Array.from({ length: blocks }, (_, index) => `${name} head ${index}`);

/** One system prompt of 4,096 tokens and a new question each time, at random times. */
function oneHead(name: string, meanGapMinutes: number, count: number, seed: number): PromptStream {
  const random = seededRandom(seed);
  let atMs = 0;
  const requests: PromptRequest[] = [];
  for (let index = 0; index < count; index++) {
    atMs += waitMs(random, meanGapMinutes);
    const blocks = [...headOf(name, 8), `${name} question ${index}`];
    requests.push({ atMs, blocks, tokens: blocks.length * BLOCK_TOKENS + 100, head: 8 });
  }
  return { blockTokens: BLOCK_TOKENS, requests };
}

type Talks = Readonly<{ talks: number; everyMinutes: number; gapMinutes: number; goesOn: number }>;

/** Conversations that begin at random times and go on, or do not, after random pauses. */
function conversations(
  name: string,
  { talks, everyMinutes, gapMinutes, goesOn }: Talks,
  seed: number,
): PromptStream {
  const random = seededRandom(seed);
  const requests: PromptRequest[] = [];
  let beginsMs = 0;
  for (let talk = 0; talk < talks; talk++) {
    beginsMs += waitMs(random, everyMinutes);
    let atMs = beginsMs;
    const blocks = [...headOf(name, 3)];
    do {
      for (let added = 0; added < 3; added++) blocks.push(`${name} ${talk} ${blocks.length}`);
      requests.push({
        atMs,
        blocks: [...blocks],
        tokens: blocks.length * BLOCK_TOKENS + 100,
        head: 3,
      });
      atMs += waitMs(random, gapMinutes);
    } while (random() < goesOn);
  }
  requests.sort((a, b) => a.atMs - b.atMs);
  return { blockTokens: BLOCK_TOKENS, requests };
}

/** Long prompts that are asked once. */
function documents(name: string, count: number, seed: number): PromptStream {
  const random = seededRandom(seed + 1);
  let atMs = 0;
  const requests: PromptRequest[] = [];
  for (let index = 0; index < count; index++) {
    atMs += waitMs(random, 0.5);
    const blocks = headOf(`${name} ${index}`, 60);
    requests.push({ atMs, blocks, tokens: blocks.length * BLOCK_TOKENS + 100, head: 0 });
  }
  return { blockTokens: BLOCK_TOKENS, requests };
}

const together = (...streams: readonly PromptStream[]): PromptStream => ({
  blockTokens: BLOCK_TOKENS,
  requests: streams.flatMap(({ requests }) => requests).sort((a, b) => a.atMs - b.atMs),
});

/** Streams whose best policy is known beforehand: none, five minutes, an hour, or parts of each. */
export const constructedStreams = (seed: number): Readonly<Record<string, PromptStream>> => ({
  "one head, each 30 s": oneHead("busy", 0.5, 2_000, seed),
  "one head, each 12 min": oneHead("slow", 12, 1_000, seed),
  "one head, each 6 h": oneHead("rare", 360, 400, seed),
  "conversations, pauses of 1 min": conversations(
    "quick",
    { talks: 400, everyMinutes: 2, gapMinutes: 1, goesOn: 0.85 },
    seed,
  ),
  "conversations, pauses of 15 min": conversations(
    "slow talk",
    { talks: 400, everyMinutes: 2, gapMinutes: 15, goesOn: 0.85 },
    seed,
  ),
  "short talks among long documents": together(
    conversations("talk", { talks: 400, everyMinutes: 2, gapMinutes: 1, goesOn: 0.85 }, seed),
    documents("document", 1_600, seed),
  ),
  "single questions": conversations(
    "single",
    { talks: 2_000, everyMinutes: 240, gapMinutes: 1, goesOn: 0 },
    seed,
  ),
});
