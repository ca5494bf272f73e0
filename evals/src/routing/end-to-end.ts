import { setTimeout as wait } from "node:timers/promises";
import { savingsReport } from "@headgate/contract";
import {
  multiply,
  type Picodollars,
  parseDollars,
  picodollars,
  subtract,
  sum,
  ZERO,
} from "@headgate/money";
import { startStack } from "@headgate/tests/stack";
import { z } from "zod";
import type { TwoModelQuestion } from "./read-tables.ts";
import { ANSWER_TOKENS, startRecordedProvider } from "./recorded-provider.ts";
import { shuffled } from "./seeded.ts";

/** Names that have a price; the answers are those of the recorded models. */
const WEAK = "gpt-4o-mini";
const STRONG = "gpt-4o";
/** OpenAI's list prices a token, https://openai.com/api/pricing (read 2026-11-25), as the price book has them. */
const PRICES: Readonly<Record<string, Readonly<{ input: Picodollars; output: Picodollars }>>> = {
  [WEAK]: { input: parseDollars("0.00000015"), output: parseDollars("0.0000006") },
  [STRONG]: { input: parseDollars("0.0000025"), output: parseDollars("0.00001") },
};
const SHADOW = 0.3;
const AT_ONCE = 4;

export type EndToEnd = Readonly<{
  calls: number;
  moved: number;
  tried_beside: number;
  /** Of what the strong model alone was worth, on the calls as they were served. */
  quality: number;
  /** Share of what the strong model alone had cost, all calls of routing's own counted. */
  saved: number;
  /** Simulated dollars: as the ledger has them, and as they follow from who answered what. */
  ledger: Picodollars;
  evaluation: Picodollars;
}>;

const chat = z.object({
  model: z.string(),
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

/**
 * The same calls through the running product: a gateway, a control process and a ledger in front of a provider that
 * answers as the recorded models did. What the ledger says was saved is held against what follows from who answered what,
 * worked out here from token counts and list prices alone.
 */
export async function endToEnd(
  questions: readonly TwoModelQuestion[],
  { calls, seed }: Readonly<{ calls: number; seed: number }>,
): Promise<EndToEnd> {
  const asked = oncePerPrompt(shuffled(questions, seed)).slice(0, calls);
  const provider = await startRecordedProvider(asked, { weak: WEAK, strong: STRONG });
  const stack = await startStack({
    config: {
      policies: [
        {
          name: "recorded",
          match: {},
          route: { mode: "on", pool: [`recorded/${WEAK}`], shadow_share: SHADOW },
        },
      ],
      models: { [STRONG]: [`recorded/${STRONG}`] },
    },
    providers: () => ({
      recorded: {
        kind: "openai",
        base_url: `${provider.url}/v1`,
        api_key: "sk-recorded",
        prices: "openai",
        simulated: true,
      },
    }),
  });
  try {
    const served = await askAll(stack, asked);
    await quiet(() => provider.answered.length);
    const beside = provider.answered.length - served.length;
    await stack.settled(provider.answered.length);
    const range = "from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z&grain=month";
    const { rows } = savingsReport.parse(await stack.api(`/api/reports/savings?${range}`));
    const all = sum(asked.map((question) => costOf(STRONG, question)));
    const spent = sum(provider.answered.map(({ model, question }) => costOf(model, question)));
    const evaluation = subtract(all, spent);
    return {
      calls: served.length,
      moved: served.filter(({ model }) => model === WEAK).length,
      tried_beside: beside,
      quality:
        served.reduce((total, { right }) => total + (right ? 1 : 0), 0) /
        asked.reduce((total, { strong }) => total + strong, 0),
      saved: Number(evaluation) / Number(all),
      ledger: sum(
        rows.filter(({ lever }) => lever === "route").map(({ saved }) => parseDollars(saved)),
      ),
      evaluation,
    };
  } finally {
    await stack.stop();
    await provider.close();
  }
}

type Stack = Awaited<ReturnType<typeof startStack>>;
type Served = Readonly<{ model: string; right: boolean }>;

async function askAll(
  { url, secret }: Stack,
  questions: readonly TwoModelQuestion[],
): Promise<readonly Served[]> {
  const waiting = [...questions];
  const served: Served[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const answer = await fetch(`${url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
        body: JSON.stringify({
          model: STRONG,
          messages: [{ role: "user", content: next.prompt }],
          max_tokens: 5,
        }),
      });
      const { model, choices } = chat.parse(await answer.json());
      served.push({ model, right: choices[0]?.message.content === "right" });
      if (served.length % 500 === 0) process.stderr.write(`end to end: ${served.length} calls\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return served;
}

/** Resolves when a count has stayed the same for two seconds: what is asked beside ends after its call. */
async function quiet(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); ) {
    before = count();
    await wait(2_000);
  }
}

/** The provider tells questions apart by their text. */
function oncePerPrompt(questions: readonly TwoModelQuestion[]): readonly TwoModelQuestion[] {
  return [...new Map(questions.map((question) => [question.prompt, question])).values()];
}

function costOf(model: string, { tokens }: TwoModelQuestion): Picodollars {
  const prices = PRICES[model];
  if (prices === undefined) throw new Error(`no price of ${model}`);
  const { input, output } = prices;
  return picodollars(ZERO + multiply(input, tokens) + multiply(output, ANSWER_TOKENS));
}
