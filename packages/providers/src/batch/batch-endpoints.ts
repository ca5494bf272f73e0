import type { WireFormat } from "@headgate/contract";
import { messages } from "../anthropic/messages/wire.ts";
import { chatCompletions } from "../openai/chat-completions/wire.ts";
import { embeddings } from "../openai/embeddings/wire.ts";
import { responses } from "../openai/responses/wire.ts";
import type { Wire } from "../wire.ts";

const wires: ReadonlyMap<string, Wire> = new Map([
  ["/v1/chat/completions", chatCompletions],
  ["/v1/responses", responses],
  ["/v1/embeddings", embeddings],
  ["/v1/messages", messages],
]);

/** The paths that lines of OpenAI's batch files may name, of those that a call may. */
export const batchEndpoints = ["/v1/chat/completions", "/v1/responses", "/v1/embeddings"] as const;

/** The wire of a path whose requests may be answered later; `undefined` where none can be. */
export const batchWire = (path: string): Wire | undefined => wires.get(path);

const paths: Partial<Record<WireFormat, string>> = Object.fromEntries(
  [...wires].map(([path, { format }]) => [format, path]),
);

/** The path of a format whose requests may be answered later. */
export const batchPathOf = (format: WireFormat): string | undefined => paths[format];
