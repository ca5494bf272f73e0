import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { z } from "zod";
import type { TwoModelQuestion } from "./read-tables.ts";

/** A request that was answered: by which model, and which question's. */
type AnsweredRequest = Readonly<{ model: string; question: TwoModelQuestion }>;

export type RecordedProvider = Readonly<{
  url: string;
  answered: readonly AnsweredRequest[];
  close: () => Promise<void>;
}>;

const asked = z.object({
  model: z.string(),
  messages: z.array(z.object({ content: z.string() })).min(1),
});

/** Tokens of each answer: one letter, as the recorded ones were. */
export const ANSWER_TOKENS = 1;

/**
 * A provider that answers as two models did on record: `right` where a model's answer was right, else `wrong`. What it
 * says of its usage is what was recorded of the prompt.
 */
export async function startRecordedProvider(
  questions: readonly TwoModelQuestion[],
  models: Readonly<{ weak: string; strong: string }>,
): Promise<RecordedProvider> {
  const byPrompt = new Map(questions.map((question) => [question.prompt, question]));
  const answered: AnsweredRequest[] = [];
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const { model, messages } = asked.parse(await json(request));
      const question = byPrompt.get(messages.at(-1)?.content ?? "");
      if (question === undefined) throw new Error("a question that is not on record");
      answered.push({ model, question });
      const worth = model === models.weak ? question.weak : question.strong;
      const { tokens } = question;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(
        JSON.stringify({
          id: "recorded",
          object: "chat.completion",
          model,
          choices: [
            {
              index: 0,
              finish_reason: "stop",
              message: { role: "assistant", content: worth === 1 ? "right" : "wrong" },
            },
          ],
          usage: {
            prompt_tokens: tokens,
            completion_tokens: ANSWER_TOKENS,
            total_tokens: tokens + ANSWER_TOKENS,
          },
        }),
      );
    };
    answer().catch((error: unknown) => {
      response.writeHead(500);
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answered,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
