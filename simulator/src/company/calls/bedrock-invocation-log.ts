import { join } from "node:path";
import {
  answerTokens,
  countOf,
  type PricedCall,
  promptTokens,
  requestIdOf,
} from "../company-call.ts";
import { LineFile } from "../line-file.ts";
import { type CallWriter, CONSTRUCTED } from "./call-writer.ts";

export const AWS_ACCOUNT = "111122223333";
export const AWS_REGION = "us-east-1";

/** Model invocation logs as Amazon Bedrock puts them into S3: a folder an hour. */
export function bedrockInvocationLog(folder: string): CallWriter {
  const root = join(
    folder,
    "bedrock-logs/AWSLogs",
    AWS_ACCOUNT,
    "BedrockModelInvocationLogs",
    AWS_REGION,
  );
  let hour = "";
  let file: LineFile | undefined;
  return {
    source: "bedrock_invocation_log",
    async write(call) {
      const now = new Date(call.atMs).toISOString().slice(0, 13);
      if (now !== hour || file === undefined) {
        await file?.close();
        hour = now;
        const stamp = `${now.replace(/[-]/g, "")}0000000Z`;
        file = new LineFile(
          join(root, now.replace(/[-T]/g, "/"), `${stamp}_${CONSTRUCTED}.json.gz`),
        );
      }
      await file.line(JSON.stringify(recordOf(call)));
    },
    close: async () => file?.close(),
  };
}

function recordOf(call: PricedCall): unknown {
  const { usage, feature } = call;
  const input = countOf(usage, "input");
  return {
    schemaType: "ModelInvocationLog",
    schemaVersion: "1.0",
    timestamp: new Date(call.atMs).toISOString().replace(".000Z", "Z"),
    accountId: AWS_ACCOUNT,
    identity: {
      arn: `arn:aws:sts::${AWS_ACCOUNT}:assumed-role/${feature.team}/${feature.name}`,
    },
    region: AWS_REGION,
    requestId: requestIdOf(call),
    operation: "Converse",
    modelId: call.route.sentModel,
    input: {
      inputContentType: "application/json",
      inputBodyJson: { messages: [{ role: "user", content: [{ text: `(${CONSTRUCTED})` }] }] },
      ...(!call.failed && { inputTokenCount: input }),
    },
    ...(call.failed ? { errorCode: "ThrottlingException" } : { output: outputOf(call) }),
    requestMetadata: {
      team: feature.team,
      feature: feature.name,
      customer: call.customer,
      origin: CONSTRUCTED,
    },
  };
}

function outputOf(call: PricedCall): unknown {
  const { usage } = call;
  const cache = {
    cacheReadInputTokens: countOf(usage, "cache_read"),
    cacheWriteInputTokens: countOf(usage, "cache_write_5m"),
  };
  const output = answerTokens(call);
  return {
    outputContentType: "application/json",
    outputBodyJson: {
      output: { message: { role: "assistant", content: [{ text: `(${CONSTRUCTED})` }] } },
      stopReason: "end_turn",
      metrics: { latencyMs: call.durationMs },
      usage: {
        inputTokens: countOf(usage, "input"),
        outputTokens: output,
        totalTokens: promptTokens(call) + output,
        ...(call.route.counts === "claude" && {
          ...cache,
          cacheDetails: [{ ttl: "5m", inputTokens: cache.cacheWriteInputTokens }],
        }),
      },
    },
    outputTokenCount: output,
  };
}
