import { between, createRandom, pick, type Random } from "@headgate/simulator";

/** Constructed: thirty days of a company's calls, with waste in them, and none in the last feature. */

export type TrafficCall = Readonly<{
  atMs: number;
  feature: string;
  path: "/v1/chat/completions" | "/v1/messages";
  headers: Readonly<Record<string, string>>;
  body: string;
  /** An answer that does not end by itself: nobody has any use for where it is cut. */
  isRunaway: boolean;
}>;

export const DAYS = 30;
export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Sunday to Saturday. */
const weekdays = [0.3, 1, 1.1, 1.1, 1.05, 0.9, 0.35];
/** They mean nothing, so that no cue tells what a call is for. */
const words = "bado keri luma nosa pelu rima savo tiku vena wodi yalo zemu".split(" ");

type Stream = Readonly<{
  feature: string;
  model: string;
  /** Part of all calls. */
  share: number;
  hours: readonly [number, number];
  make: (random: Random, name: string) => Omit<TrafficCall, "atMs" | "feature">;
}>;

const text = (random: Random, tokens: number): string =>
  Array.from({ length: tokens }, () => pick(random, words)).join(" ");

/** As long as answers of working prompts are. */
const answerTokens = (random: Random): number => between(random, 80, 320);

type Asked = Readonly<{
  model: string;
  system: string;
  question: string;
  limit: number | undefined;
  endsAfter?: number;
  difficulty?: number;
  more?: Readonly<Record<string, unknown>>;
  task?: string;
  isRunaway?: boolean;
}>;

function chat(asked: Asked): Omit<TrafficCall, "atMs" | "feature"> {
  const { model, system, question, limit, more } = asked;
  return {
    path: "/v1/chat/completions",
    headers: headersOf(asked),
    body: JSON.stringify({
      model,
      messages: [
        { role: "system", content: system },
        { role: "user", content: question },
      ],
      ...(limit !== undefined && { max_tokens: limit }),
      ...more,
    }),
    isRunaway: asked.isRunaway ?? false,
  };
}

function message(
  asked: Asked & Readonly<{ limit: number }>,
): Omit<TrafficCall, "atMs" | "feature"> {
  const { model, system, question, limit } = asked;
  return {
    path: "/v1/messages",
    headers: { ...headersOf(asked), "anthropic-version": "2023-06-01" },
    body: JSON.stringify({
      model,
      max_tokens: limit,
      system,
      messages: [{ role: "user", content: question }],
    }),
    isRunaway: false,
  };
}

const headersOf = ({ endsAfter, difficulty, task }: Asked): Record<string, string> => ({
  ...(endsAfter !== undefined && { "x-simulator-ends-after": String(endsAfter) }),
  ...(difficulty !== undefined && { "x-simulator-difficulty": String(difficulty) }),
  ...(task !== undefined && { "x-headgate-task": task }),
});

const LONG_SYSTEM = text(createRandom(11), 5_000);
const SHORT_SYSTEM = text(createRandom(12), 600);
const COMMON_QUESTIONS = 15;
const RUNAWAY_TOKENS = 8_000;

type Given = Pick<Stream, "feature" | "model" | "share">;

/** Two in five questions are among a few that everybody asks, and ask for one certain answer. */
const faq = (given: Given): Stream => ({
  ...given,
  hours: [7, 22],
  make: (random, name) => {
    const common = random() < 0.4 ? between(random, 1, COMMON_QUESTIONS) : undefined;
    const own = createRandom(common ?? between(random, 1_000, 2 ** 30));
    return chat({
      model: given.model,
      system: SHORT_SYSTEM,
      question: `${common === undefined ? name : `common ${common}`} ${text(own, 60)}`,
      limit: 600,
      endsAfter: answerTokens(own),
      difficulty: 0.4,
      more: { temperature: 0 },
    });
  },
});

/** Long instructions that nobody marks. */
const assistant = (given: Given): Stream => ({
  ...given,
  hours: [8, 19],
  make: (random, name) =>
    message({
      model: given.model,
      system: LONG_SYSTEM,
      question: `${name} ${text(random, 100)}`,
      limit: 600,
      endsAfter: answerTokens(random),
      difficulty: 0.4,
    }),
});

/** Without a limit; one answer of many does not end. */
const freeChat = (given: Given): Stream => ({
  ...given,
  hours: [0, 24],
  make: (random, name) => {
    const isRunaway = random() < 0.002;
    return chat({
      model: given.model,
      system: SHORT_SYSTEM,
      question: `${name} ${text(random, 80)}`,
      limit: undefined,
      endsAfter: isRunaway ? RUNAWAY_TOKENS : answerTokens(random),
      difficulty: 0.4,
      isRunaway,
    });
  },
});

/** A trivial task at a flagship. One in a hundred is harder than it looks: no small model does it. */
const triage = (given: Given, ask: typeof chat | typeof message): Stream => ({
  ...given,
  hours: [6, 23],
  make: (random, name) =>
    ask({
      model: given.model,
      system: SHORT_SYSTEM,
      question: `${name} ${text(random, 120)}`,
      limit: 50,
      endsAfter: between(random, 4, 12),
      difficulty: random() < 0.01 ? 0.7 : 0.2,
      task: "intent",
    }),
});

/** Nobody waits for it. Batches take no headers: how long answers are follows from what is asked. */
const nightly = (given: Given): Stream => ({
  ...given,
  hours: [2, 4],
  make: (random, name) =>
    chat({
      model: given.model,
      system: SHORT_SYSTEM,
      question: `${name} ${text(random, 900)}`,
      limit: 600,
    }),
});

/** Nothing is wasted here. */
const research = (given: Given): Stream => ({
  ...given,
  hours: [9, 18],
  make: (random, name) =>
    message({
      model: given.model,
      system: name,
      question: text(random, 700),
      limit: 600,
      endsAfter: answerTokens(random),
      difficulty: 0.8,
    }),
});

const streams: readonly Stream[] = [
  faq({ feature: "faq", model: "gpt-4.1-mini", share: 0.09 }),
  faq({ feature: "policy-questions", model: "gpt-4o", share: 0.06 }),
  faq({ feature: "handbook", model: "gpt-4.1", share: 0.06 }),
  faq({ feature: "shop-questions", model: "gpt-4o-mini", share: 0.07 }),
  assistant({ feature: "assistant", model: "claude-sonnet-4-5", share: 0.1 }),
  assistant({ feature: "helper", model: "claude-haiku-4-5", share: 0.08 }),
  assistant({ feature: "adviser", model: "claude-opus-4-5", share: 0.04 }),
  freeChat({ feature: "chat", model: "gpt-4.1-mini", share: 0.09 }),
  freeChat({ feature: "coach", model: "gpt-4o-mini", share: 0.08 }),
  triage({ feature: "triage", model: "gpt-4o", share: 0.07 }, chat),
  triage({ feature: "sorting", model: "gpt-4.1", share: 0.05 }, chat),
  triage({ feature: "routing-desk", model: "claude-sonnet-4-5", share: 0.05 }, message),
  nightly({ feature: "nightly-enrichment", model: "gpt-4.1", share: 0.05 }),
  nightly({ feature: "nightly-labels", model: "gpt-4.1-mini", share: 0.03 }),
  nightly({ feature: "nightly-digests", model: "gpt-4o", share: 0.03 }),
  research({ feature: "research", model: "claude-sonnet-4-5", share: 0.05 }),
];

/** Which model each feature's clients ask for. */
export const askedModels: ReadonlyMap<string, string> = new Map(
  streams.map(({ feature, model }) => [feature, model]),
);

/** @param calls about how many, within the thirty days from `fromMs`, in the order of time */
export function* monthTraffic({
  calls,
  fromMs,
  seed,
}: Readonly<{ calls: number; fromMs: number; seed: number }>): Generator<TrafficCall> {
  const random = createRandom(seed);
  const ofWeek = weekdays.reduce((sum, one) => sum + one, 0);
  for (let day = 0; day < DAYS; day++) {
    const dayMs = fromMs + day * DAY_MS;
    const weight = (weekdays[new Date(dayMs).getUTCDay()] as number) / ofWeek;
    const ofDay = streams.flatMap(({ feature, share, hours: [open, close], make }) => {
      // Days of one kind differ, too.
      const count = Math.round(((calls * share * weight * 7) / DAYS) * (0.85 + 0.3 * random()));
      return Array.from({ length: count }, (_, index): TrafficCall => {
        const atMs = dayMs + Math.floor((open + (close - open) * random()) * HOUR_MS);
        return { atMs, feature, ...make(random, `${seed}-${feature}-${day}-${index}`) };
      });
    });
    yield* ofDay.sort((a, b) => a.atMs - b.atMs);
  }
}
