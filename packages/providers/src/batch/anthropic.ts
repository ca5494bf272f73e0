import { HeadgateError } from "@headgate/contract";
import { isJsonObject, type JsonObject, listOrEmpty, textOrAbsent } from "../json-values.ts";
import { BETA_HEADER, betasOf } from "./anthropic-betas.ts";
import { isOfMarker, wireIdsFor } from "./anthropic-line-id.ts";
import { anthropicResultsOf } from "./anthropic-results.ts";
import { readAnthropicStanding } from "./anthropic-standing.ts";
import { askFile, askJson, askRemoved } from "./batch-answer.ts";
import type { BatchApi, BatchLimits, BatchSearch, BatchSend, BatchStanding } from "./batch-api.ts";
import { bodyOf, measureBody } from "./batch-body.ts";
import { type BatchDeps, isSettled, SEARCH_BACK_MS } from "./batch-deps.ts";
import { jsonLines } from "./json-lines.ts";
import { tellApart } from "./tell-apart.ts";

const PATH = "/v1/messages/batches";
const PAGE = 100;
const MAX_PAGES = 100;
const HOUR_MS = 3_600_000;
/** How far the provider's clock and ours may be apart. */
const CLOCKS_APART_MS = 600_000;
/** A batch of 256 MB takes minutes to be sent; its creation is not later than this. */
const SENT_WITHIN_MS = HOUR_MS;

/**
 * 100,000 requests or 256 MB, 24 hours
 * (https://docs.anthropic.com/de/docs/build-with-claude/message-batches, read 2026-11-29).
 */
const LIMITS: BatchLimits = {
  requests: 100_000,
  bytes: 256 * 1_000_000,
  leastRequests: 1,
  windowMs: 24 * HOUR_MS,
};

/** Anthropic's Message Batches: the requests are the body, the results one stream in any order. */
export function anthropicBatchApi({ send, nowMs }: BatchDeps): BatchApi {
  const standing = async (id: string): Promise<BatchStanding> =>
    readAnthropicStanding(await askJson(send, get(batchPath(id))));

  return {
    limits: LIMITS,
    standing,
    async submit(lines, { marker, endpoint }) {
      const wireId = wireIdsFor(marker);
      const shape = {
        head: '{"requests":[',
        line: ({ customId, body }: Readonly<{ customId: string; body: JsonObject }>) =>
          JSON.stringify({ custom_id: wireId(customId), params: body }),
        between: ",",
        tail: "]}",
      };
      const measured = await measureBody(lines, shape, LIMITS, marker);
      const betas = betasOf(endpoint);
      const request = {
        method: "POST",
        path: PATH,
        service: "provider",
        headers: {
          "content-type": "application/json",
          ...(betas !== undefined && { [BETA_HEADER]: betas }),
        },
        body: bodyOf(lines, shape, measured),
        contentLength: measured.contentLength,
      } as const;
      return { ...readAnthropicStanding(await askJson(send, request, "creates")), marker };
    },
    async find(marker, about) {
      let after: string | undefined;
      let unproved = false;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const cursor = after === undefined ? "" : `&after_id=${encodeURIComponent(after)}`;
        const list = await askJson(send, get(`${PATH}?limit=${PAGE}${cursor}`));
        const batches = listOrEmpty(list.data).filter(isJsonObject).map(readAnthropicStanding);
        for (const batch of batches) {
          if (!mayBe(batch, about)) continue;
          if (batch.state === "in_progress") unproved = true;
          else if (await isProved(send, batch, marker)) return { ...batch, marker };
        }
        after = textOrAbsent(list.last_id);
        // "Most recently created batches are returned first"; a day more than needed.
        const old = batches.every(
          ({ createdAtMs }) => createdAtMs < about.sinceMs - SEARCH_BACK_MS,
        );
        if (list.has_more !== true || after === undefined || old) {
          return unproved || !isSettled(about.sinceMs, nowMs()) ? "unsure" : undefined;
        }
      }
      return "unsure";
    },
    async *results(of, expected) {
      yield* tellApart(anthropicResultsOf(await resultsOf(send, of.id)), of.state, expected);
    },
    async cancel(id) {
      try {
        await askJson(send, {
          method: "POST",
          path: `${batchPath(id)}/cancel`,
          service: "provider",
          headers: {},
          body: Buffer.alloc(0),
        });
      } catch (error) {
        if ((await standing(id)).state === "in_progress") throw error;
      }
    },
    discard: ({ id }) =>
      askRemoved(send, { method: "DELETE", path: batchPath(id), service: "provider", headers: {} }),
  };
}

/** Made at that time, with as many requests, and not known to be another. */
const mayBe = (
  { id, createdAtMs, counts }: BatchStanding,
  { sinceMs, requests, known }: BatchSearch,
): boolean =>
  known?.has(id) !== true &&
  counts.total === requests &&
  createdAtMs >= sinceMs - CLOCKS_APART_MS &&
  createdAtMs <= sinceMs + SENT_WITHIN_MS + CLOCKS_APART_MS;

/** The first line that can be read tells: all lines of a batch carry its marker, failed ones too. */
async function isProved(send: BatchSend, { id }: BatchStanding, marker: string): Promise<boolean> {
  for await (const read of jsonLines(await resultsOf(send, id))) {
    const wireId = read.kind === "object" ? textOrAbsent(read.value.custom_id) : undefined;
    if (wireId !== undefined) return isOfMarker(wireId, marker);
  }
  return false;
}

/** Not from `results_url`: no address is asked because an answer names it. */
async function resultsOf(send: BatchSend, id: string): Promise<AsyncIterable<Buffer>> {
  const file = await askFile(send, get(`${batchPath(id)}/results`));
  if (file === undefined)
    throw new HeadgateError("batch_refused", `Results of ${id} are not there.`);
  return file;
}

const batchPath = (id: string): string => `${PATH}/${encodeURIComponent(id)}`;
const get = (path: string) => ({ method: "GET", path, service: "provider", headers: {} }) as const;
