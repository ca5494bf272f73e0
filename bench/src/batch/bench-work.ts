import type { NewItem } from "@headgate/batch";
import { providerConfigSchema } from "@headgate/contract";

const CLAUDE_ON_BEDROCK = "us.anthropic.claude-haiku-4-5-20251001-v1:0";

/** What the process says when it begins to work: from then on it may be killed. */
export const STARTED = "started";

/** An hour of the bench's clock passes in so many milliseconds of ours. */
export const benchClock = (startMs: number, speed: number) => (): number =>
  Math.floor(startMs + (Date.now() - startMs) * speed);

/** The three simulated providers, all at one address. */
export const benchProviders = (url: string) => ({
  openai: providerConfigSchema.parse({
    ...{ kind: "openai", base_url: `${url}/v1`, api_key: "sk-x", simulated: true },
  }),
  anthropic: providerConfigSchema.parse({
    ...{ kind: "anthropic", base_url: url, api_key: "x", simulated: true },
  }),
  bedrock: providerConfigSchema.parse({
    ...{ kind: "bedrock", base_url: url, region: "us-east-1", simulated: true },
    aws_credentials: { access_key_id: "AKIDEXAMPLE", secret_access_key: "x" },
    batch: {
      role_arn: "arn:aws:iam::123456789012:role/batch",
      ...{ input: "s3://requests/bench", output: "s3://answers/bench/", least_records: 2 },
      ...{ control_url: url, s3_url: `${url}/s3` },
    },
  }),
});

/** Of every ten constructed requests three ask what an earlier one asked. */
export function benchItem(index: number, nowMs: number, deadlineMs: number): NewItem {
  const asked = index % 10 < 3 && index >= 10 ? index - 7 : index;
  const text = `constructed question number ${asked}`;
  const kind = asked % 3;
  const messages = [{ role: "user", content: text }];
  const [provider, model, format, endpoint, body] =
    kind === 0
      ? ([
          ...["openai", "gpt-4o-mini", "openai.chat_completions", "/v1/chat/completions"],
          { messages, max_tokens: 40 },
        ] as const)
      : kind === 1
        ? ([
            ...["anthropic", "claude-haiku-4-5", "anthropic.messages", "/v1/messages"],
            { messages, max_tokens: 40 },
          ] as const)
        : ([
            ...["bedrock", CLAUDE_ON_BEDROCK, "bedrock.converse"],
            `/model/${CLAUDE_ON_BEDROCK}/converse`,
            {
              messages: [{ role: "user", content: [{ text }] }],
              inferenceConfig: { maxTokens: 40 },
            },
          ] as const);
  return {
    ...{ id: `item-${index}`, callId: `call-${index}`, keyId: "bench", attribution: {}, tags: {} },
    ...{ format: format as NewItem["format"], path: endpoint as string, model: model as string },
    body: Buffer.from(JSON.stringify(kind === 2 ? body : { model, ...(body as object) })),
    target: {
      ...{ provider: provider as string, model: model as string, endpoint: endpoint as string },
      format: format as NewItem["format"],
    },
    shared: { digest: `d-${asked}`, scope: "bench" },
    ...{ deadlineMs, realTimeAtMs: deadlineMs - 4 * 3_600_000, admittedAtMs: nowMs },
  };
}
