import type { BatchItem, ClientBatch, ItemResult } from "@headgate/batch";
import { isJsonObject, type LineResult } from "@headgate/providers";
import type { FaceDependencies } from "./face-dependencies.ts";
import { idOf } from "./face-ids.ts";
import { fieldsOf } from "./openai-batch-object.ts";
import { CANCELLED, EXPIRED, type RejectedLine } from "./read-batch.ts";
import { splitLines } from "./split-lines.ts";

const PAGE = 500;
const MOST_REJECTED_BYTES = 1_048_576;

/** One request of a batch and what became of it. */
export type EndedRequest = Readonly<{ id: string; customId: string; result: LineResult }>;

/** What became of each request of a batch that has ended, those that could not be sent first. */
export async function* batchResults(
  { store, files }: Pick<FaceDependencies, "store" | "files">,
  batch: ClientBatch,
): AsyncGenerator<EndedRequest> {
  const { rejected_file_id: rejectedFile } = fieldsOf(batch);
  if (rejectedFile !== undefined) {
    for await (const { line, text } of splitLines(files.read(rejectedFile), MOST_REJECTED_BYTES)) {
      const { custom_id: customId, code, message } = JSON.parse(text) as RejectedLine;
      const id = idOf("batch_req_", batch.id, "rejected", String(line));
      yield { id, customId, result: rejectedResult(code, message, id) };
    }
  }
  for (let after: number | undefined; ; ) {
    const filter = { keyId: batch.keyId, clientBatchId: batch.id };
    const items = await store.items(filter, {
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    const last = items.at(-1);
    if (last === undefined) return;
    const results = await store.results(items.map(({ id }) => id));
    for (const item of items) {
      yield {
        id: item.id,
        customId: item.customId ?? "",
        result: lineResult(item, results.get(item.id)),
      };
    }
    after = last.position;
  }
}

function rejectedResult(code: string, message: string, requestId: string): LineResult {
  if (code === CANCELLED) return { kind: "cancelled" };
  if (code === EXPIRED) return { kind: "expired" };
  return { kind: "failed", code, message, requestId };
}

function lineResult(item: BatchItem, result: ItemResult | undefined): LineResult {
  if (item.state === "cancelled" || item.state === "expired") return { kind: item.state };
  const body = result === undefined ? undefined : parsed(result.body);
  if (result === undefined || !isJsonObject(body)) {
    return {
      kind: "failed",
      code: "provider_response_broken",
      message: item.reason ?? "No answer that can be read came.",
      requestId: item.callId,
    };
  }
  return { kind: "answered", status: result.status, body, requestId: item.callId };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
