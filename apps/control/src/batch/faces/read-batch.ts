import type { ClientBatch, WorkRequest } from "@headgate/batch";
import { type Admitted, admittedSchema, type ErrorCode, HeadgateError } from "@headgate/contract";
import {
  batchWire,
  type ClientRequest,
  callOfLine,
  prepareBatchRequest,
  readMessageBatchRequest,
  readRequestLine,
  type WhyUnpriced,
} from "@headgate/providers";
import type { FaceDependencies } from "./face-dependencies.ts";
import { callIdOfLine, idOf } from "./face-ids.ts";
import { type BatchFields, fieldsOf } from "./openai-batch-object.ts";
import { KEPT_MS, OWN_PURPOSE } from "./openai-files.ts";
import { splitLines } from "./split-lines.ts";
import { whyUnpriced } from "./why-unpriced.ts";

/** Read and taken in at once: bounded memory, and few transactions. */
const PAGE = 500;

/** Of lines that were not taken in because their batch was cancelled before. */
export const CANCELLED = "batch_not_ready" as const satisfies ErrorCode;

/** Of lines that were not taken in before their batch's deadline. */
export const EXPIRED = "deadline_invalid" as const satisfies ErrorCode;

/** A line that cannot be sent, as it stands in the file of such lines. */
export type RejectedLine = Readonly<{ custom_id: string; code: string; message: string }>;

/** The same line of the same batch has the same id, so that reading it twice takes it in once. */
const requestId = (batchId: string, line: number): string =>
  idOf("batch_req_", batchId, String(line));

/**
 * Reads a batch's file and takes its requests in. Lines that no provider can be asked become lines of the error file.
 * Safe to be cut off anywhere and done again.
 */
export async function readBatch(dependencies: FaceDependencies, batch: ClientBatch): Promise<void> {
  const { store, files, cancel, config, nowMs } = dependencies;
  const { id, keyId } = batch;
  const fields = fieldsOf(batch);
  const admitted = admittedSchema.parse(fields.admitted);
  const rejected: RejectedLine[] = [];
  let page: WorkRequest[] = [];
  const takeIn = async (): Promise<void> => {
    const isCancelled = (await store.clientBatch(id, keyId))?.state === "cancelling";
    const refused = isCancelled
      ? await leftOut(dependencies, page)
      : await dependencies.admit(page);
    for (const request of page) {
      const error = refused.get(request.id);
      if (error !== undefined) rejected.push(rejection(request.customId ?? "", error));
    }
    page = [];
  };
  const routes = routesOf(dependencies);
  const input = files.read(fields.input_file_id);
  for await (const { line, text } of splitLines(input, config().limits.max_body_bytes)) {
    const read = readLine(batch, text, line);
    try {
      page.push(requestToAdmit({ batch, admitted, read, line, routes }));
    } catch (error) {
      if (!(error instanceof HeadgateError)) throw error;
      rejected.push(rejection(read.customId, error));
    }
    if (page.length >= PAGE) await takeIn();
  }
  await takeIn();
  const kept = await keepRejected(dependencies, batch, rejected);
  const now = (await store.clientBatch(id, keyId)) ?? batch;
  await store.changeClientBatch(id, keyId, {
    ...(now.state === "validating" && { state: "in_progress" }),
    fields: { ...kept, in_progress_at_ms: nowMs() },
  });
  // Cancelled while a page was taken in: that is cancelled as well.
  if (now.state === "cancelling") await cancel(keyId, { clientBatchId: id });
}

/** Requests of a cancelled batch that were not taken in before. */
async function leftOut(
  { store }: FaceDependencies,
  page: readonly WorkRequest[],
): Promise<ReadonlyMap<string, HeadgateError>> {
  const known = await Promise.all(page.map(({ id, keyId }) => store.item(id, keyId)));
  const left = page.filter((_, index) => known[index] === undefined);
  return new Map(left.map(({ id }) => [id, new HeadgateError(CANCELLED)]));
}

function readLine(batch: ClientBatch, text: string, line: number): ClientRequest {
  const place = `line ${line}`;
  return batch.kind === "openai"
    ? readRequestLine(text, place)
    : readMessageBatchRequest(JSON.parse(text), place);
}

type Routes = Readonly<{
  routes: Parameters<typeof prepareBatchRequest>[0];
  unsupported: "refuse" | "report";
  unpriced: WhyUnpriced;
}>;

/** Where requests may go, by the configuration of this moment. */
export function routesOf(
  dependencies: Pick<FaceDependencies, "config" | "prices" | "nowMs">,
): Routes {
  const config = dependencies.config();
  return {
    routes: {
      providers: new Map(
        Object.entries(config.providers).map(([name, one]) => [name, { name, config: one }]),
      ),
      models: config.models,
    },
    unsupported: config.translation.unsupported,
    unpriced: whyUnpriced(dependencies, config),
  };
}

function requestToAdmit({
  batch,
  admitted,
  read,
  line,
  routes: { routes, unsupported, unpriced },
}: Readonly<{
  batch: ClientBatch;
  admitted: Admitted;
  read: ClientRequest;
  line: number;
  routes: Routes;
}>): WorkRequest {
  const wire = batchWire(read.endpoint);
  if (wire === undefined) throw new HeadgateError("path_unknown", `${read.endpoint}.`);
  const call = { ...callOfLine(wire, read.endpoint, read.body), provider: admitted.provider };
  const { provider, model, format, endpoint } = prepareBatchRequest(
    routes,
    { ...call, betas: admitted.anthropic_beta, unsupported },
    unpriced,
  );
  return {
    id: requestId(batch.id, line),
    callId: callIdOfLine(batch, line),
    keyId: batch.keyId,
    attribution: admitted.attribution,
    tags: admitted.tags,
    customId: read.customId,
    clientBatchId: batch.id,
    format: wire.format,
    path: read.endpoint,
    model: call.request.model ?? model,
    body: call.body,
    target: { provider, model, format, endpoint },
    deadlineMs: batch.deadlineMs,
  };
}

const rejection = (customId: string, error: HeadgateError): RejectedLine => ({
  custom_id: customId,
  code: error.code,
  message: error.message,
});

async function keepRejected(
  { store, files, nowMs }: FaceDependencies,
  { id, keyId }: ClientBatch,
  rejected: readonly RejectedLine[],
): Promise<Pick<BatchFields, "rejected" | "unread" | "late" | "rejected_file_id">> {
  if (rejected.length === 0) return { rejected: 0, unread: 0, late: 0 };
  const unread = rejected.filter(({ code }) => code === CANCELLED).length;
  const late = rejected.filter(({ code }) => code === EXPIRED).length;
  const fileId = idOf("file-", id, "rejected");
  const bytes = await files.write(fileId, linesOf(rejected));
  if ((await store.file(fileId, keyId)) === undefined) {
    await store.addFile({
      id: fileId,
      keyId,
      name: `${id}_rejected.jsonl`,
      purpose: `${OWN_PURPOSE}rejected`,
      bytes,
      createdAtMs: nowMs(),
      expiresAtMs: nowMs() + KEPT_MS,
      fields: {},
    });
  }
  const refused = rejected.length - unread - late;
  return { rejected: refused, unread, late, rejected_file_id: fileId };
}

async function* linesOf(values: readonly unknown[]): AsyncGenerator<string> {
  for (const value of values) yield `${JSON.stringify(value)}\n`;
}
