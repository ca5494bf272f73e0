import { Readable } from "node:stream";
import type { ProviderConfig } from "@headgate/contract";
import { type BatchSend, batchRequest } from "@headgate/providers";
import { Agent, request as ask } from "undici";
import type { CredentialSource } from "./credential-for.ts";

/** A file of the largest batch takes minutes on a slow line; a provider that says nothing for so long has gone. */
const SILENCE_MS = 300_000;
const CONNECT_MS = 30_000;

/** Sends requests about batches to one provider, and closes its connections. */
export type BatchSender = Readonly<{ send: BatchSend; close: () => Promise<void> }>;

/** How requests about batches of a configured provider are made: once each, to the configured addresses alone. */
export function batchSender(
  config: ProviderConfig,
  credential: CredentialSource | undefined,
): BatchSender {
  const agent = new Agent({
    connect: { timeout: CONNECT_MS },
    headersTimeout: SILENCE_MS,
    bodyTimeout: SILENCE_MS,
  });
  return {
    send: async (request) => {
      const { origin, path, headers } = batchRequest(config, request, await credential?.());
      const { body } = request;
      const answer = await ask(`${origin}${path}`, {
        method: request.method,
        headers,
        dispatcher: agent,
        ...(body !== undefined && {
          body: Buffer.isBuffer(body) ? body : Readable.from(body, { objectMode: false }),
        }),
      });
      return { status: answer.statusCode, headers: answer.headers, body: answer.body };
    },
    close: () => agent.close(),
  };
}
