import { join } from "node:path";
import { DAY_MS } from "../calendar.ts";
import {
  answerTokens,
  countOf,
  type PricedCall,
  promptTokens,
  responseIdOf,
} from "../company-call.ts";
import { decimalOf } from "../exact-dollars.ts";
import { LineFile } from "../line-file.ts";
import { anthropicUsageObject } from "./anthropic-usage-object.ts";
import { type CallWriter, CONSTRUCTED } from "./call-writer.ts";
import { isOneIn, uuidOfText } from "./client-session.ts";
import { openaiUsageObject } from "./openai-usage-object.ts";

const COST = "@cost@";
const NOTHING_REFERRED = "00000000-0000-0000-0000-000000000000";
const ASKED_AGAIN_MS = 60_000;
/** How often the answer is asked for again that everybody asks for. */
const POPULAR = 20;

/**
 * Requests as Helicone's tool exports them with their bodies, a file a week; the rows of one day stand in a second export
 * too. Some answers are asked for again and come out of Helicone's cache, with the body and the counts of the first: no
 * provider was called, and none of them costs anything.
 *
 * @param repeatedDay `yyyy-mm-dd`
 */
export function helicone(
  folder: string,
  { fromMs, repeatedDay }: Readonly<{ fromMs: number; repeatedDay: string }>,
): CallWriter & Readonly<{ repeated: () => number; hits: () => number }> {
  const again = new LineFile(join(folder, "helicone", `requests-again-${repeatedDay}.jsonl`));
  let week = -1;
  let file: LineFile | undefined;
  let repeated = 0;
  let hits = 0;
  let isPopularKnown = false;
  return {
    source: "helicone",
    repeated: () => repeated,
    hits: () => hits,
    async write(call) {
      const now = Math.floor((call.atMs - fromMs) / (7 * DAY_MS));
      if (now !== week || file === undefined) {
        await file?.close();
        week = now;
        file = new LineFile(join(folder, "helicone", `requests-week-${now + 1}.jsonl`));
      }
      const isPopular =
        !isPopularKnown &&
        !call.failed &&
        call.day >= repeatedDay &&
        call.sources.includes("gateway");
      isPopularKnown ||= isPopular;
      const asked = isPopular ? POPULAR : !call.failed && isOneIn(call, 16, 27) ? 1 : 0;
      hits += asked;
      for (let hit = 0; hit <= asked; hit += 1) {
        const cost = hit === 0 ? decimalOf(call.picodollars) : "0";
        // A number of JSON, with all of its digits.
        const row = JSON.stringify(rowOf(call, hit)).replace(`"${COST}"`, cost);
        await file.line(row);
        if (call.day !== repeatedDay) continue;
        repeated += 1;
        await again.line(row);
      }
    },
    async close() {
      await file?.close();
      await again.close();
    },
  };
}

/** @param hit 0 for what the provider answered, else how often it came out of the cache by then */
function rowOf(call: PricedCall, hit: number): unknown {
  const { feature, failed, route, usage } = call;
  const atMs = call.atMs + hit * ASKED_AGAIN_MS;
  const durationMs = hit === 0 ? call.durationMs : 5;
  const id = (what: string, times: number): string => uuidOfText(`${call.id} ${what} ${times}`);
  return {
    response_id: failed ? NOTHING_REFERRED : id("response", hit),
    response_created_at: timeOf(atMs + durationMs),
    response_status: failed ? 429 : 200,
    response_model: failed ? null : route.responseModel,
    request_id: id("request", hit),
    request_created_at: timeOf(atMs),
    request_path: pathOf(call),
    request_user_id: call.customer,
    request_properties: { team: feature.team, feature: feature.name, origin: CONSTRUCTED },
    request_model: route.sentModel,
    model_override: null,
    provider: route.provider.toUpperCase(),
    delay_ms: durationMs,
    time_to_first_token: null,
    total_tokens: promptTokens(call) + answerTokens(call),
    prompt_tokens: countOf(usage, "input"),
    prompt_cache_write_tokens: countOf(usage, "cache_write_5m"),
    prompt_cache_read_tokens: countOf(usage, "cache_read"),
    completion_tokens: answerTokens(call),
    prompt_audio_tokens: 0,
    completion_audio_tokens: 0,
    reasoning_tokens: countOf(usage, "reasoning"),
    costUSD: COST,
    cache_enabled: true,
    cache_reference_id: hit === 0 ? NOTHING_REFERRED : id("request", 0),
    country_code: "CH",
    model: route.responseModel,
    response_body: failed ? { error: { type: "rate_limit" } } : answerOf(call),
  };
}

const timeOf = (ms: number): string => new Date(ms).toISOString();

function pathOf({ route }: PricedCall): string {
  if (route.provider === "openai") return "https://api.openai.com/v1/chat/completions";
  if (route.provider === "anthropic") return "https://api.anthropic.com/v1/messages";
  throw new RangeError(`no call of ${route.provider} goes through Helicone`);
}

const answerOf = (call: PricedCall): unknown => ({
  id: responseIdOf(call),
  model: call.route.responseModel,
  ...(call.route.provider === "anthropic"
    ? { type: "message", stop_reason: "end_turn", usage: anthropicUsageObject(call) }
    : {
        object: "chat.completion",
        choices: [{ index: 0, finish_reason: "stop" }],
        usage: openaiUsageObject(call),
      }),
});
