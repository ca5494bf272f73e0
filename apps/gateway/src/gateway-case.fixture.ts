import { onTestFinished } from "vitest";
import {
  type Answer,
  type OpenGateway,
  openGateway,
  type ScriptedProvider,
  scriptedProvider,
} from "./open-gateway.fixture.ts";

/** What the scripted provider answers: $0.00045 at gpt-5-mini's prices. */
export const completion = {
  id: "chatcmpl-1",
  object: "chat.completion",
  model: "gpt-5-mini-2025-08-07",
  service_tier: "default",
  choices: [{ index: 0, message: { role: "assistant", content: "Hi" }, finish_reason: "stop" }],
  usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
};
export const request = { model: "gpt-5-mini", messages: [{ role: "user", content: "Hello" }] };

/** What a test opened; closed after it, the last first. Not by a hook of this file: those hold for the first file that imports it. */
export const opened = {
  push: (...ones: readonly { close: () => Promise<void> }[]): void => {
    for (const one of ones) onTestFinished(() => one.close());
  },
};

/** A gateway in front of a provider that follows a script. */
export async function open(
  answers: readonly Answer[],
  config: Partial<Parameters<typeof openGateway>[0]> = {},
  key: Parameters<typeof openGateway>[1] = {},
  options: Parameters<typeof openGateway>[2] = {},
): Promise<{ gateway: OpenGateway; provider: ScriptedProvider }> {
  const provider = await scriptedProvider(...answers);
  opened.push(provider);
  const gateway = await openGateway(
    {
      providers: {
        openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-provider" },
      },
      ...config,
    },
    key,
    options,
  );
  opened.push(gateway);
  return { gateway, provider };
}
