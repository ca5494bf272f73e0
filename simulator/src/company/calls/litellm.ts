import { join } from "node:path";
import { DAY_MS } from "../calendar.ts";
import {
  answerTokens,
  type PricedCall,
  promptTokens,
  requestIdOf,
  responseIdOf,
} from "../company-call.ts";
import { decimalOf } from "../exact-dollars.ts";
import { LineFile } from "../line-file.ts";
import { type CallWriter, CONSTRUCTED } from "./call-writer.ts";
import { openaiUsageObject } from "./openai-usage-object.ts";

const SPEND = "@spend@";

/**
 * Rows of LiteLLM's spend logs as JSON lines, a file a week; the rows of one day stand in a second export too.
 *
 * @param repeatedDay `yyyy-mm-dd`
 */
export function litellm(
  folder: string,
  { fromMs, repeatedDay }: Readonly<{ fromMs: number; repeatedDay: string }>,
): CallWriter & Readonly<{ repeated: () => number }> {
  const again = new LineFile(join(folder, "litellm", `spend-logs-again-${repeatedDay}.jsonl`));
  let week = -1;
  let file: LineFile | undefined;
  let repeated = 0;
  return {
    source: "litellm",
    repeated: () => repeated,
    async write(call) {
      const now = Math.floor((call.atMs - fromMs) / (7 * DAY_MS));
      if (now !== week || file === undefined) {
        await file?.close();
        week = now;
        file = new LineFile(join(folder, "litellm", `spend-logs-week-${now + 1}.jsonl`));
      }
      // A number of JSON, with all of its digits.
      const row = JSON.stringify(rowOf(call)).replace(`"${SPEND}"`, decimalOf(call.picodollars));
      await file.line(row);
      if (call.day !== repeatedDay) return;
      repeated += 1;
      await again.line(row);
    },
    async close() {
      await file?.close();
      await again.close();
    },
  };
}

function rowOf(call: PricedCall): unknown {
  const { feature, route } = call;
  const time = (ms: number): string => new Date(ms).toISOString();
  return {
    // Of a failure LiteLLM makes up an id of its own.
    request_id: call.failed ? requestIdOf(call) : responseIdOf(call),
    call_type: "acompletion",
    api_key: `${feature.team}-key-${CONSTRUCTED}`,
    spend: SPEND,
    total_tokens: promptTokens(call) + answerTokens(call),
    prompt_tokens: promptTokens(call),
    completion_tokens: answerTokens(call),
    startTime: time(call.atMs),
    endTime: time(call.atMs + call.durationMs),
    model: route.sentModel,
    model_group: feature.name,
    custom_llm_provider: route.provider,
    user: "",
    metadata: {
      user_api_key_team_alias: feature.team,
      ...(call.failed
        ? { error_information: { error_code: "429", error_class: "RateLimitError" } }
        : { usage_object: openaiUsageObject(call) }),
      spend_logs_metadata: { feature: feature.name, origin: CONSTRUCTED },
    },
    cache_hit: "False",
    request_tags: [],
    team_id: feature.team,
    end_user: call.customer,
    status: call.failed ? "failure" : "success",
  };
}
