import { join } from "node:path";
import {
  answerTokens,
  countOf,
  type PricedCall,
  promptTokens,
  requestIdOf,
  spanIdOf,
} from "../company-call.ts";
import { decimalOf } from "../exact-dollars.ts";
import { LineFile } from "../line-file.ts";
import { type CallWriter, CONSTRUCTED } from "./call-writer.ts";
import { isOneIn, sessionIdOf, uuidOfText } from "./client-session.ts";
import { BesideCount, type LinesBeside } from "./lines-beside.ts";
import { callAttributes, count, nanoseconds, text } from "./otlp-attributes.ts";

const COST = "@cost@";

/** A record, and the scope and the service that wrote it. */
type Told = Readonly<{ service: string; scope: string; records: readonly unknown[] }>;

/**
 * Log records in OTLP's JSON, an export of a collector a line, a file a day: Claude Code's and Codex's events of requests
 * and of other things, and the event of the conventions for generative AI, which is written within a call's span.
 */
export function otlpLogs(folder: string): CallWriter & Readonly<{ beside: () => LinesBeside }> {
  const beside = new BesideCount();
  let day = "";
  let file: LineFile | undefined;
  return {
    source: "otlp_logs",
    beside: () => beside.counted(),
    async write(call) {
      if (call.day !== day || file === undefined) {
        await file?.close();
        day = call.day;
        file = new LineFile(join(folder, "otlp-logs", `logs-${day}.jsonl`));
      }
      const told = toldOf(call);
      beside.other(told.records.length - 1);
      // A number of JSON, with all of its digits.
      const line = JSON.stringify({ resourceLogs: [resourceLogsOf(call, told)] });
      await file.line(line.replace(`"${COST}"`, decimalOf(call.picodollars)));
    },
    close: async () => file?.close(),
  };
}

function toldOf(call: PricedCall): Told {
  switch (call.feature.client) {
    case "claude_code":
      return claudeCodeEvents(call);
    case "codex":
      return codexEvents(call);
    case undefined:
      return {
        service: call.feature.name,
        scope: "headgate.constructed",
        records: [
          {
            timeUnixNano: nanoseconds(call.atMs),
            eventName: "gen_ai.client.inference.operation.details",
            traceId: call.id,
            spanId: spanIdOf(call),
            attributes: callAttributes(call),
          },
        ],
      };
    default:
      return call.feature.client satisfies never;
  }
}

function resourceLogsOf({ feature }: PricedCall, { service, scope, records }: Told): unknown {
  return {
    resource: {
      attributes: [
        text("service.name", service),
        text("deployment.environment.name", "production"),
        // As an operator has it added to what tools write that know no team.
        text("team", feature.team),
        text("origin", CONSTRUCTED),
      ],
    },
    scopeLogs: [{ scope: { name: scope, version: "1" }, logRecords: records }],
  };
}

/** An event is written when its request has ended; older versions write counts as text. */
function claudeCodeEvents(call: PricedCall): Told {
  const { usage } = call;
  const isOlder = isOneIn(call, 4, 25);
  const number = (key: string, value: number) =>
    isOlder ? text(key, String(value)) : count(key, value);
  const event = (name: string, attributes: readonly unknown[]) => ({
    timeUnixNano: nanoseconds(call.atMs + call.durationMs),
    body: { stringValue: `claude_code.${name}` },
    attributes: [
      text("event.name", name),
      text("session.id", sessionIdOf(call)),
      text("user.id", uuidOfText(call.customer)),
      ...attributes,
    ],
  });
  const request = [
    text("model", call.route.responseModel),
    number("duration_ms", call.durationMs),
    text("request_id", requestIdOf(call)),
  ];
  const told = call.failed
    ? event("api_error", [
        ...request,
        text("error", "rate_limit_error"),
        number("status_code", 429),
        count("attempt", 1),
      ])
    : event("api_request", [
        ...request,
        { key: "cost_usd", value: { doubleValue: COST } },
        number("input_tokens", countOf(usage, "input")),
        number("output_tokens", answerTokens(call)),
        number("cache_read_tokens", countOf(usage, "cache_read")),
        number("cache_creation_tokens", countOf(usage, "cache_write_5m")),
        text("speed", "normal"),
      ]);
  const tool = event("tool_result", [text("tool_name", "Bash")]);
  return {
    service: "claude-code",
    scope: "com.anthropic.claude_code.events",
    records: isOneIn(call, 4, 26) ? [tool, told] : [told],
  };
}

/** Codex's own time stands in an attribute; what collects them says when it saw them. */
function codexEvents(call: PricedCall): Told {
  const { usage } = call;
  const event = (name: string, attributes: readonly unknown[]) => ({
    observedTimeUnixNano: nanoseconds(call.atMs + 1_000),
    attributes: [
      text("event.name", name),
      text("event.timestamp", new Date(call.atMs).toISOString()),
      text("conversation.id", sessionIdOf(call)),
      text("app.version", "0.90.0"),
      text("model", call.route.sentModel),
      ...attributes,
    ],
  });
  return {
    service: "codex_exec",
    scope: "codex_otel",
    records: [
      event("codex.user_prompt", [text("prompt_length", "12")]),
      event("codex.sse_event", [text("event.kind", "response.output_text.delta")]),
      event("codex.sse_event", [
        text("event.kind", "response.completed"),
        count("input_token_count", promptTokens(call)),
        count("cached_token_count", countOf(usage, "cache_read")),
        count("output_token_count", answerTokens(call)),
        count("reasoning_token_count", countOf(usage, "reasoning")),
        count("tool_token_count", promptTokens(call) + answerTokens(call)),
      ]),
    ],
  };
}
