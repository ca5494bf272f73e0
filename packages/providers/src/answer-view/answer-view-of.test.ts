import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answers, context, eventsOf, expressibleAnswers } from "../translate/answer.fixture.ts";
import { TranslationNotes } from "../translate/notes.ts";
import { answerViewOf } from "./answer-view-of.ts";

const whole = (json: unknown) => ({ body: Buffer.from(JSON.stringify(json)), stream: false });

describe.each(expressibleAnswers.map((can) => [can.format.format, can] as const))(
  "%s",
  (format, can) => {
    test("an answer and its stream have one view: texts, calls of tools and why it stopped", () => {
      fc.assert(
        fc.property(answers(can), (answer) => {
          const written = can.format.writeAnswer(answer, context, new TranslationNotes());
          const writer = can.format.streamWriter(context, new TranslationNotes());
          const bytes = eventsOf(answer, 2).flatMap((event) => {
            const piece = writer.write(event);
            return piece === undefined ? [] : [Buffer.from(piece as string)];
          });

          const view = answerViewOf(format, whole(written));

          expect(view).toEqual(answerViewOf(format, { body: Buffer.concat(bytes), stream: true }));
          expect(view?.text).toBe(
            answer.parts.map((part) => (part.kind === "text" ? part.text : "")).join(""),
          );
          expect(view?.stop).toBe(answer.stop?.reason);
        }),
        { numRuns: 50 },
      );
    });

    test("what is no answer of the format has no view", () => {
      for (const json of [{}, { error: { message: "overloaded" } }, [], "text", { html: "<p>" }]) {
        expect(answerViewOf(format, whole(json))).toBeUndefined();
      }
      expect(answerViewOf(format, { body: Buffer.from("<html>"), stream: false })).toBeUndefined();
      expect(answerViewOf(format, { body: Buffer.from(""), stream: true })).toBeUndefined();
    });
  },
);

test("of several answers none is the answer", () => {
  const choice = { message: { role: "assistant", content: "B" }, finish_reason: "stop" };

  expect(answerViewOf("openai.chat_completions", whole({ choices: [choice] }))?.text).toBe("B");
  expect(answerViewOf("openai.chat_completions", whole({ choices: [choice, choice] }))).toBe(
    undefined,
  );
});

test("a response is read with its texts, calls and why it is incomplete", () => {
  const response = {
    status: "incomplete",
    incomplete_details: { reason: "max_output_tokens" },
    output: [
      { type: "reasoning", summary: [{ type: "summary_text", text: "hm" }] },
      {
        type: "message",
        content: [
          {
            type: "output_text",
            text: "B",
            logprobs: [
              {
                token: "B",
                logprob: -0.5,
                top_logprobs: [
                  { token: "B", logprob: -0.5 },
                  { token: "C", logprob: -1.5 },
                ],
              },
            ],
          },
        ],
      },
      { type: "function_call", name: "look", arguments: "{}" },
    ],
  };
  const view = {
    text: "B",
    toolCalls: [{ name: "look", inputText: "{}" }],
    stop: "length",
    likelihoods: [{ chosen: -0.5, next: -1.5 }],
  };
  const event = { type: "response.incomplete", response };
  const stream = Buffer.from(`event: response.incomplete\ndata: ${JSON.stringify(event)}\n\n`);

  expect(answerViewOf("openai.responses", whole(response))).toEqual(view);
  expect(answerViewOf("openai.responses", { body: stream, stream: true })).toEqual(view);
});

test("probabilities of tokens are read where chat completions and Gemini tell them", () => {
  const chat = {
    choices: [
      {
        message: { role: "assistant", content: "B" },
        logprobs: { content: [{ token: "B", logprob: -0.1, top_logprobs: [] }] },
      },
    ],
  };
  const gemini = {
    candidates: [
      {
        content: { role: "model", parts: [{ text: "B" }] },
        finishReason: "STOP",
        logprobsResult: {
          chosenCandidates: [{ token: "B", tokenId: 1, logProbability: -0.1 }],
          topCandidates: [
            {
              candidates: [
                { token: "B", tokenId: 1, logProbability: -0.1 },
                { token: "C", tokenId: 2, logProbability: -3 },
              ],
            },
          ],
        },
      },
    ],
  };

  expect(answerViewOf("openai.chat_completions", whole(chat))?.likelihoods).toEqual([
    { chosen: -0.1, next: undefined },
  ]);
  expect(answerViewOf("gemini.generate_content", whole(gemini))?.likelihoods).toEqual([
    { chosen: -0.1, next: -3 },
  ]);
});
