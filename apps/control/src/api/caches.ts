import {
  cacheEntrySchema,
  cacheExplanationSchema,
  cachePurgedSchema,
  cachePurgeSchema,
  cacheStatsSchema,
  cacheUseQuery,
  cacheUseReport,
  HeadgateError,
  INTERNAL_CACHE_PATH,
  prefixStatsSchema,
  savingsQuery,
  savingsReport,
} from "@headgate/contract";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { explainCache } from "../caches/explain-cache.ts";
import type { ControlDependencies } from "../dependencies.ts";
import { askGateway, gatewayBehind } from "../gateway/ask-gateway.ts";
import { bucketsBounded, rangeOrdered } from "./report-range.ts";
import { answers, jsonBody } from "./responses.ts";

const savings = createRoute({
  method: "get",
  path: "/api/reports/savings",
  summary: "What each lever saved, in buckets of time.",
  request: { query: bucketsBounded(rangeOrdered(savingsQuery.strict())) },
  responses: answers("One row a bucket and lever.", savingsReport),
});

const cacheUse = createRoute({
  method: "get",
  path: "/api/reports/cache-use",
  summary: "What Headgate's own cache did for calls, and which passed it by and why.",
  request: { query: bucketsBounded(rangeOrdered(cacheUseQuery.strict())) },
  responses: answers("One row a bucket, status, reason and tier.", cacheUseReport),
});

const stats = createRoute({
  method: "get",
  path: "/api/cache",
  summary: "What the cache of the gateway that is asked holds, and did since it started.",
  responses: answers("Its entries, bytes and counts.", cacheStatsSchema),
});

const prefix = createRoute({
  method: "get",
  path: "/api/cache/prefix",
  summary:
    "What the gateway that is asked knows of the providers' prompt caches: hit rates, what markers saved, broken prefixes.",
  responses: answers(
    "By model, and each broken prefix with its place and cost.",
    prefixStatsSchema,
  ),
});

const purge = createRoute({
  method: "post",
  path: "/api/cache/purge",
  summary: "Lets the gateway's cache forget all, or what fits a namespace, a tag or a call.",
  request: { body: jsonBody(cachePurgeSchema) },
  responses: answers("How many answers were forgotten.", cachePurgedSchema),
});

const explain = createRoute({
  method: "get",
  path: "/api/cache/calls/{id}",
  summary: "Why a call was or was not answered by the cache, and what became of its answer.",
  request: { params: z.object({ id: z.string().max(180) }) },
  responses: answers("Sentences, and the kept answer where there is one.", cacheExplanationSchema),
});

/** What levers saved, and the gateway's own cache. */
export function registerCaches(api: OpenAPIHono, { ledger, token }: ControlDependencies): void {
  api.openapi(savings, async (context) =>
    context.json(await ledger.report("savings", context.req.valid("query")), 200),
  );
  api.openapi(cacheUse, async (context) =>
    context.json(await ledger.report("cache-use", context.req.valid("query")), 200),
  );
  api.openapi(stats, async (context) => {
    const gateway = gatewayBehind((name) => context.req.header(name), token);
    const found = await askGateway(gateway, INTERNAL_CACHE_PATH, cacheStatsSchema);
    if (found === undefined) throw new HeadgateError("gateway_unreachable");
    return context.json(found, 200);
  });
  api.openapi(prefix, async (context) => {
    const gateway = gatewayBehind((name) => context.req.header(name), token);
    const found = await askGateway(gateway, `${INTERNAL_CACHE_PATH}/prefix`, prefixStatsSchema);
    if (found === undefined) throw new HeadgateError("gateway_unreachable");
    return context.json(found, 200);
  });
  api.openapi(purge, async (context) => {
    const gateway = gatewayBehind((name) => context.req.header(name), token);
    const asked = context.req.valid("json");
    const purged = await askGateway(
      gateway,
      `${INTERNAL_CACHE_PATH}/purge`,
      cachePurgedSchema,
      asked,
    );
    if (purged === undefined) throw new HeadgateError("gateway_unreachable");
    return context.json(purged, 200);
  });
  api.openapi(explain, async (context) => {
    const { id } = context.req.valid("param");
    const gateway = gatewayBehind((name) => context.req.header(name), token);
    const attempts = await ledger.call(id);
    const [first] = attempts;
    const entry = await askGateway(
      gateway,
      `${INTERNAL_CACHE_PATH}/${encodeURIComponent(first?.call_id ?? id)}`,
      cacheEntrySchema,
    );
    if (first === undefined && entry === undefined) {
      throw new HeadgateError("not_found", `There is no call ${id}.`);
    }
    return context.json(explainCache(first?.call_id ?? id, attempts, entry), 200);
  });
}
