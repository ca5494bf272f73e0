import type { PullOf } from "@headgate/contract";
import { adminPages } from "./admin-pages.ts";
import type { Asking } from "./ask-provider.ts";
import type { Period } from "./plan-periods.ts";

/**
 * All of a period's costs by day, in pages of 31 days, by all that they can be divided by
 * (https://platform.openai.com/docs/api-reference/usage/costs, read 2026-11-30).
 */
export const openaiCostPages = (
  config: PullOf<"openai-costs">,
  period: Period,
  asking: Asking,
): AsyncIterable<Uint8Array> =>
  adminPages(
    {
      url: `${config.base_url.replace(/\/+$/, "")}/organization/costs`,
      query: [...daysOf(period), ...groupedBy(["project_id", "api_key_id", "line_item"])],
      headers: headersOf(config),
    },
    asking,
  );

type Endpoint = PullOf<"openai-usage">["endpoints"][number];

const byModel = ["project_id", "api_key_id", "model"];
/**
 * What each endpoint can be divided by (https://platform.openai.com/docs/api-reference/usage; of searches
 * `resources/admin/organization/usage` of https://www.npmjs.com/package/openai 6.49.0, read 2026-12-01), people left out.
 * `vector_stores` is not asked: it counts bytes that lie there, and no row of the ledger has such a unit.
 */
const dimensions: Readonly<Record<Endpoint, readonly string[]>> = {
  completions: [...byModel, "batch", "service_tier"],
  embeddings: byModel,
  moderations: byModel,
  images: [...byModel, "size", "source"],
  audio_speeches: byModel,
  audio_transcriptions: byModel,
  code_interpreter_sessions: ["project_id"],
  file_search_calls: ["project_id", "api_key_id"],
  web_search_calls: byModel,
};

/** Sums of usage by day of each endpoint, one after the other. */
export async function* openaiUsagePages(
  config: PullOf<"openai-usage">,
  period: Period,
  asking: Asking,
): AsyncIterable<Uint8Array> {
  for (const endpoint of config.endpoints) {
    yield* adminPages(
      {
        url: `${config.base_url.replace(/\/+$/, "")}/organization/usage/${endpoint}`,
        query: [...daysOf(period), ...groupedBy(dimensions[endpoint])],
        headers: headersOf(config),
      },
      asking,
    );
  }
}

const headersOf = ({ api_key }: Readonly<{ api_key: string }>): Record<string, string> => ({
  accept: "application/json",
  authorization: `Bearer ${api_key}`,
  "user-agent": "headgate",
});

const daysOf = ({ fromMs, toMs }: Period): readonly (readonly [string, string])[] => [
  ["start_time", String(fromMs / 1000)],
  ["end_time", String(toMs / 1000)],
  ["bucket_width", "1d"],
  ["limit", "31"],
];

const groupedBy = (names: readonly string[]): readonly (readonly [string, string])[] =>
  names.map((name) => ["group_by", name]);
