import { setTimeout as pause } from "node:timers/promises";
import type { ProviderConfig } from "@headgate/contract";
import { knownProviders } from "../known-providers.ts";
import { anthropicBatchApi } from "./anthropic.ts";
import type { BatchApi, BatchSend } from "./batch-api.ts";
import type { BatchDeps } from "./batch-deps.ts";
import { bedrockBatchApi } from "./bedrock.ts";
import { openaiBatchApi } from "./openai.ts";

/** A provider's batches, or why there are none, in words for the operator. */
export type BatchSupport =
  | Readonly<{ kind: "supported"; api: BatchApi }>
  | Readonly<{ kind: "unsupported"; reason: string }>;

const bySource: ReadonlyMap<string, "openai"> = new Map(
  knownProviders.flatMap(({ baseUrl, batches }) =>
    batches === undefined ? [] : [[new URL(baseUrl).host, batches.form]],
  ),
);

/** How batches are sent to a configured provider. */
export function batchApiFor(
  provider: ProviderConfig,
  given: Readonly<{ send: BatchSend; nowMs: () => number; pause?: BatchDeps["pause"] }>,
): BatchSupport {
  const deps = { pause: (ms: number): Promise<void> => pause(ms), ...given };
  switch (provider.kind) {
    case "openai":
      return { kind: "supported", api: openaiBatchApi(deps) };
    case "azure-openai":
      return { kind: "supported", api: openaiBatchApi({ ...deps, ...azurePaths(provider) }) };
    case "openai-compatible": {
      const form = provider.batches ?? bySource.get(new URL(provider.base_url).host);
      return form === "openai"
        ? { kind: "supported", api: openaiBatchApi(deps) }
        : unsupported(
            "Batches in OpenAI's form are not known of it; batches: openai says that it has them.",
          );
    }
    case "anthropic":
      return { kind: "supported", api: anthropicBatchApi(deps) };
    case "bedrock":
      return provider.batch === undefined
        ? unsupported("batch (role_arn, input, output) is missing from its configuration.")
        : { kind: "supported", api: bedrockBatchApi(provider.batch, deps) };
    case "gemini":
    case "vertex":
      return unsupported(
        "Google's batches are not supported; ask OpenAI, Azure, Anthropic or Bedrock.",
      );
    default:
      return provider satisfies never;
  }
}

const neverSent: BatchSend = () => {
  throw new Error("only whether there are batches was asked");
};

/** Whether a configured provider takes batches; what waits for another is asked in real time. */
export const hasBatches = (provider: ProviderConfig): boolean =>
  batchApiFor(provider, { send: neverSent, nowMs: Date.now }).kind === "supported";

/** Azure's classic paths have no version (https://learn.microsoft.com/en-us/azure/ai-foundry/openai/how-to/batch, read 2026-11-29 in part). */
const azurePaths = ({ api_version }: Extract<ProviderConfig, { kind: "azure-openai" }>) =>
  api_version === undefined
    ? {}
    : { endpointPath: (endpoint: string) => endpoint.replace(/^\/v1(?=\/)/, "") };

const unsupported = (reason: string): BatchSupport => ({ kind: "unsupported", reason });
