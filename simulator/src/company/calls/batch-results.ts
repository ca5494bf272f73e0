import { utimesSync } from "node:fs";
import { join } from "node:path";
import { answerTokens, countOf, type PricedCall, responseIdOf } from "../company-call.ts";
import { LineFile } from "../line-file.ts";
import { type CallWriter, CONSTRUCTED } from "./call-writer.ts";
import { openaiUsageObject } from "./openai-usage-object.ts";

/** Results of OpenAI's batches, a file a day. */
export const openaiBatch = (folder: string): CallWriter =>
  batchResults("openai_batch", {
    pathOf: (day) => join(folder, "openai-batches", `batch_${day}_output.jsonl`),
    lineOf: (call) => ({
      id: `batch_req_${call.id}`,
      custom_id: customIdOf(call),
      response: {
        status_code: 200,
        request_id: `req_${call.id}`,
        body: {
          id: responseIdOf(call),
          object: "chat.completion",
          created: call.atMs / 1_000,
          model: call.route.responseModel,
          choices: [
            {
              index: 0,
              message: { role: "assistant", content: `(${CONSTRUCTED})` },
              finish_reason: "stop",
            },
          ],
          usage: openaiUsageObject(call),
          service_tier: "default",
        },
      },
      error: null,
    }),
  });

/** Results of Anthropic's message batches, a file a day. They state no times: the file's own is theirs. */
export const anthropicBatch = (folder: string): CallWriter =>
  batchResults("anthropic_batch", {
    pathOf: (day) => join(folder, "anthropic-batches", `msgbatch_${day}_results.jsonl`),
    lineOf: (call) => ({
      custom_id: customIdOf(call),
      result: {
        type: "succeeded",
        message: {
          id: responseIdOf(call),
          type: "message",
          role: "assistant",
          model: call.route.responseModel,
          content: [{ type: "text", text: `(${CONSTRUCTED})` }],
          stop_reason: "end_turn",
          stop_sequence: null,
          usage: {
            input_tokens: countOf(call.usage, "input"),
            cache_creation_input_tokens: countOf(call.usage, "cache_write_5m"),
            cache_read_input_tokens: countOf(call.usage, "cache_read"),
            output_tokens: answerTokens(call),
            service_tier: "batch",
          },
        },
      },
    }),
  });

const customIdOf = ({ id, feature, customer }: PricedCall): string =>
  `${feature.name}-${customer}-${id.slice(0, 12)}`;

function batchResults(
  source: CallWriter["source"],
  {
    pathOf,
    lineOf,
  }: Readonly<{ pathOf: (day: string) => string; lineOf: (call: PricedCall) => unknown }>,
): CallWriter {
  let open: Readonly<{ day: string; atMs: number; file: LineFile }> | undefined;
  const close = async (): Promise<void> => {
    if (open === undefined) return;
    await open.file.close();
    const written = new Date(open.atMs);
    utimesSync(pathOf(open.day), written, written);
    open = undefined;
  };
  return {
    source,
    async write(call) {
      if (open?.day !== call.day) {
        await close();
        open = { day: call.day, atMs: call.atMs, file: new LineFile(pathOf(call.day)) };
      }
      await open.file.line(JSON.stringify(lineOf(call)));
    },
    close,
  };
}
