/** What the bench's upstream answers: a chat completion of 60 tokens, whole or as a stream of 30 events. */
const model = "gpt-4o-mini-2024-07-18";
const words = Array.from({ length: 60 }, (_, index) => `word${index}`).join(" ");
const usage = {
  prompt_tokens: 120,
  completion_tokens: 60,
  total_tokens: 180,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
};

export const jsonAnswer: Buffer = Buffer.from(
  JSON.stringify({
    id: "chatcmpl-bench",
    object: "chat.completion",
    created: 1_760_000_000,
    model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: words, refusal: null },
        logprobs: null,
        finish_reason: "stop",
      },
    ],
    usage,
    service_tier: "default",
    system_fingerprint: "fp_bench",
  }),
);

const event = (choices: readonly unknown[], eventUsage: unknown): string =>
  `data: ${JSON.stringify({
    id: "chatcmpl-bench",
    object: "chat.completion.chunk",
    created: 1_760_000_000,
    model,
    service_tier: "default",
    system_fingerprint: "fp_bench",
    choices,
    usage: eventUsage,
  })}\n\n`;

const delta = (content: string, finish: string | null): unknown => ({
  index: 0,
  delta: content === "" ? {} : { content },
  logprobs: null,
  finish_reason: finish,
});

/** The stream's events, in six writes of five or so, as a network would bundle them. */
export const streamWrites: readonly Buffer[] = (() => {
  const events = [
    ...Array.from({ length: 30 }, (_, index) => event([delta(`word${index} `, null)], null)),
    event([delta("", "stop")], null),
    event([], usage),
    "data: [DONE]\n\n",
  ];
  const writes: Buffer[] = [];
  for (let at = 0; at < events.length; at += 6) {
    writes.push(Buffer.from(events.slice(at, at + 6).join("")));
  }
  return writes;
})();

/**
 * What every load generator sends: about 600 bytes, the client asking for usage itself.
 * @param promptBytes where given, the instructions have about so many bytes
 */
export const requestBody = (stream: boolean, promptBytes?: number): string =>
  JSON.stringify({
    model: "gpt-4o-mini",
    messages: [
      { role: "system", content: instructionsOf(promptBytes) },
      { role: "user", content: "Summarise the following text in one paragraph. ".repeat(5) },
    ],
    temperature: 0.2,
    max_tokens: 256,
    ...(stream ? { stream: true, stream_options: { include_usage: true } } : {}),
  });

const INSTRUCTION = "You are a helpful assistant. ";

const instructionsOf = (bytes: number | undefined): string =>
  INSTRUCTION.repeat(bytes === undefined ? 8 : Math.ceil(bytes / INSTRUCTION.length));
