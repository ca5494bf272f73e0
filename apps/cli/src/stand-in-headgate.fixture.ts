import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type AlarmHistory,
  type AlarmStatus,
  type AlarmTestResult,
  type Billing,
  type KeySummary,
  type PrecedenceReport,
  type RerateJob,
  type RerateRequest,
  rerateRequest,
  type Status,
  type Totals,
  type unpricedReport,
} from "@headgate/contract";
import type { z } from "zod";
import { cacheStats } from "./caches/cache-stats.fixture.ts";
import { exportAnswers, focusCsv } from "./exports/export-answers.fixture.ts";
import { insightAnswers } from "./insight/insight-answers.fixture.ts";
import { outcomesAnswer } from "./outcomes/outcomes-answer.fixture.ts";
import { reconciliation } from "./reconcile/reconciliation.fixture.ts";
import { sourcesAnswer } from "./sources/source-answers.fixture.ts";

const textAnswers: Readonly<Record<string, string>> = {
  "/metrics": "headgate_calls_under_way 0\n",
  "/api/export/focus": focusCsv,
};

type UnpricedReport = z.output<typeof unpricedReport>;

/** Answers as a running Headgate does, from fixed figures: what golden output needs. */
export type StandIn = Readonly<{
  url: string;
  /** `METHOD path?query` of each request, in order. */
  requests: readonly string[];
  /** Calls by their client's id, with the words of the prompt and what the output header asked for. */
  calls: ReadonlyMap<string, Readonly<{ words: number; outputTokens: number; key: string }>>;
  /** The client's id of each call that was recorded, in order: a call that was made twice is there twice. */
  recorded: readonly string[];
  /** What pricing again was asked for, in order. */
  rerates: readonly RerateRequest[];
  close: () => Promise<void>;
}>;

export type StandInOptions = Readonly<{
  status?: Partial<Status>;
  totals?: Partial<Totals>;
  unpriced?: UnpricedReport["rows"];
  /**
   * How the n-th model call, from 1, is answered; 200 unless said. `break` drops the connection, `late
   * break` does so when the call is recorded, and `half` in the middle of an answer that is not.
   */
  answer?: (call: number) => 200 | 500 | 503 | 401 | "break" | "late break" | "half";
  /** How often the status says that a recorded call still waits for the loader; 0 unless said. */
  loaderLooks?: number;
}>;

const totals: Totals = {
  calls: 1_234,
  attempts: 1_240,
  failed_attempts: 6,
  unpriced_attempts: 2,
  unpriced_tokens: 900,
  unmetered_attempts: 1,
  input_tokens: 4_500_000,
  cache_read_tokens: 120_000,
  output_tokens: 800_000,
  reasoning_tokens: 0,
  avoided_input_tokens: 0,
  avoided_output_tokens: 0,
  unknown_savings: 0,
  list_cost: "1.155000000000",
  effective_cost: "1.149999999999",
  billed_cost: "1.149999999999",
  baseline_cost: "1.155000000000",
  effective_cost_per_million_tokens: "0.216981132075",
  simulated_cost: "1.149999999999",
};

const precedence: PrecedenceReport = {
  calls: [
    { source: "gateway", counted: 1_200, seen_elsewhere: 0, counted_by: [] },
    {
      source: "litellm",
      counted: 40,
      seen_elsewhere: 1_100,
      counted_by: [{ source: "gateway", attempts: 1_100 }],
    },
  ],
  bills: [
    { source: "aws_cur", counted: 1, seen_elsewhere: 0, counted_by: [] },
    {
      source: "aws_cost_explorer",
      counted: 0,
      seen_elsewhere: 1,
      counted_by: [{ source: "aws_cur", statements: 1 }],
    },
  ],
};

const alarms: readonly AlarmStatus[] = [
  {
    name: "cache",
    on: "cache_hits",
    filter: {},
    window: "24h",
    time_zone: "UTC",
    above: null,
    below: "0.25",
    clear: null,
    unit: "ratio",
    currency: null,
    kpi: null,
    about: "the share of input tokens read from cache in the last 24 hours",
    condition: "below 25 %",
    min_calls: 100,
    remind_every_hours: 24,
    notify: ["hook", "chat"],
    state: "firing",
    since: "2026-11-21T08:00:00.000Z",
    last: {
      at: "2026-11-22T12:00:00.000Z",
      from: "2026-11-21T12:00:00.000Z",
      to: "2026-11-22T12:00:00.000Z",
      value: "0.083333",
      calls: 1_234,
      unpriced_attempts: 0,
      simulated: false,
      unjudged: null,
      note: null,
    },
    last_error: null,
    snoozed_until: null,
    path: "/calls",
    deliveries: [],
  },
  {
    name: "support-spend",
    on: "spend",
    filter: { team: "support" },
    window: "month",
    time_zone: "Europe/Berlin",
    above: "250",
    below: null,
    clear: null,
    unit: "usd",
    currency: null,
    kpi: null,
    about: "spend of team=support since the month began",
    condition: "above $250.00",
    min_calls: 0,
    remind_every_hours: 24,
    notify: [],
    state: null,
    since: null,
    last: null,
    last_error: null,
    snoozed_until: null,
    path: "/alarms",
    deliveries: [],
  },
];

const alarmHistory: AlarmHistory = [
  {
    id: "m1",
    alarm: "cache",
    kind: "fired",
    at: "2026-11-21T08:00:00.000Z",
    text: "The alarm cache fires: the share of input tokens read from cache is 8.3333 %, below 25 %.",
    link: null,
    snoozed: false,
    deliveries: [
      {
        id: "m1/hook",
        alarm: "cache",
        notifier: "hook",
        kind: "fired",
        state: "given_up",
        created_at: "2026-11-21T08:00:00.000Z",
        attempts: 30,
        next_attempt_at: null,
        delivered_at: null,
        last_error: "the address answered with status 404",
      },
    ],
  },
];

const alarmTest: readonly AlarmTestResult[] = [
  { notifier: "hook", delivered: true, error: null },
  { notifier: "chat", delivered: false, error: "the address answered with status 403" },
];

const billing: Billing = {
  first_day: "2026-11-01",
  last_day: "2026-11-22",
  billed_cost: "40.000000000000",
  credited: "25.000000000000",
  to_pay: "15.000000000000",
  unpriced_attempts: 2,
  simulated_cost: "1.149999999999",
  credits: [
    {
      name: "startup-credits",
      granted: "100.000000000000",
      used_before: "75.000000000000",
      used: "25.000000000000",
      left: "0.000000000000",
      valid_from: "2026-02-01",
      valid_to: "2027-02-01",
    },
  ],
  currency: {
    code: "EUR",
    billed: "36.852000000000",
    credited: "23.032500000000",
    to_pay: "13.819500000000",
    parts: [
      {
        valid_from: "2026-01-01",
        per_dollar: "0.9213",
        billed_cost: "40.000000000000",
        credited: "25.000000000000",
      },
    ],
    without_rate: "0.000000000000",
  },
};

const groups = [
  { group: "gpt-4o-mini", ...totals, calls: 1_000, unpriced_attempts: 0 },
  {
    group: "claude-haiku-4-5",
    ...totals,
    calls: 230,
    effective_cost: "0.000012345678",
    unpriced_attempts: 0,
  },
  { group: null, ...totals, calls: 4, effective_cost_per_million_tokens: null },
];

const keys: KeySummary[] = [
  {
    id: "key_1",
    name: "support bot",
    hint: "hg_abcd",
    attribution: { team: "support", feature: "triage" },
    tags: { owner: "platform" },
    created_at_ms: Date.parse("2026-11-01T08:00:00Z"),
  },
  {
    id: "key_2",
    name: "old",
    hint: "hg_wxyz",
    attribution: {},
    tags: {},
    created_at_ms: Date.parse("2026-10-01T08:00:00Z"),
    revoked_at_ms: Date.parse("2026-11-02T09:30:00Z"),
  },
];

const status: Status = {
  version: "0.1.0",
  mode: "demo",
  simulated: true,
  providers: [{ name: "openai", kind: "openai", simulated: true }],
  data_directory: "/tmp",
  started_at: "2026-11-23T08:00:00.000Z",
  ledger: {
    rows: 1_240,
    first_row_at: "2026-11-01T08:00:00.000Z",
    last_row_at: "2026-11-23T08:00:00.000Z",
  },
  loader: {
    rows_added: 1_240,
    rows_already_there: 0,
    rows_conflicting: 0,
    lines_quarantined: 0,
    torn_tails: 0,
    bytes_waiting: 0,
    lag_ms: null,
    last_error: null,
  },
};

const unpricedBefore = {
  list_cost: "0.000000000000",
  effective_cost: "0.000000000000",
  unpriced_attempts: 40,
};
const rerateJob: Omit<RerateJob, "from" | "to" | "apply" | "rerating"> = {
  id: "job-1",
  price_book: "2026-11-23/5f3a9c01d2e4",
  state: "done",
  started_at: "2026-11-23T08:00:00.000Z",
  progress: { attempts_done: 1_240, attempts_total: 1_240 },
  difference: {
    attempts: 1_240,
    revised_attempts: 60,
    kept: [{ reason: 'no provider "old" is configured any more', attempts: 3 }],
    before: {
      list_cost: "1.100000000000",
      effective_cost: "1.100000000000",
      unpriced_attempts: 43,
    },
    after: { list_cost: "1.075000000000", effective_cost: "1.075000000000", unpriced_attempts: 3 },
    list_cost_difference: "-0.025000000000",
    effective_cost_difference: "-0.025000000000",
    simulated_difference: "-0.005000000000",
    by_model: [
      {
        provider: "openai",
        model: "gpt-4o-mini",
        attempts: 20,
        before: {
          list_cost: "0.080000000000",
          effective_cost: "0.080000000000",
          unpriced_attempts: 0,
        },
        after: {
          list_cost: "0.040000000000",
          effective_cost: "0.040000000000",
          unpriced_attempts: 0,
        },
        effective_cost_difference: "-0.040000000000",
      },
      {
        provider: "anthropic",
        model: "claude-haiku-4-5",
        attempts: 40,
        before: unpricedBefore,
        after: {
          list_cost: "0.015000000000",
          effective_cost: "0.015000000000",
          unpriced_attempts: 0,
        },
        effective_cost_difference: "0.015000000000",
      },
    ],
    by_cause: [
      { cause: "now_priced", attempts: 40, effective_cost_difference: "0.015000000000" },
      { cause: "correction", attempts: 20, effective_cost_difference: "-0.040000000000" },
    ],
  },
  error: null,
};

/** Starts a stand-in on a free port of the loopback interface. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const requests: string[] = [];
  const calls = new Map<string, { words: number; outputTokens: number; key: string }>();
  const recorded: string[] = [];
  const rerates: RerateRequest[] = [];
  const loaded = new Set<string>();
  let looksLeft = 0;
  let modelCalls = 0;

  const record = (request: IncomingMessage, body: string): void => {
    const prompt: string = JSON.parse(body).messages[0].content;
    const id = String(request.headers["x-headgate-client-call-id"]);
    recorded.push(id);
    looksLeft = options.loaderLooks ?? 0;
    calls.set(id, {
      words: prompt.split(" ").filter(Boolean).length,
      outputTokens: Number(request.headers["x-simulator-output-tokens"]),
      key: String(request.headers.authorization),
    });
  };
  /** @returns whether a call still waits */
  const loaderLooks = (): boolean => {
    const waits = looksLeft > 0;
    looksLeft -= 1;
    if (!waits) for (const id of recorded) loaded.add(id);
    return waits;
  };
  const statusNow = (): Status => {
    const waits = loaderLooks();
    return {
      ...status,
      loader: { ...status.loader, bytes_waiting: waits ? 1 : 0 },
      ...options.status,
    };
  };

  const answerTo = (path: string, request: IncomingMessage, body: string): unknown => {
    const fixed = insightAnswers[path] ?? exportAnswers[path];
    if (fixed !== undefined) return fixed;
    switch (path) {
      case "/api/status":
        return statusNow();
      case "/api/reports/totals":
        return { totals: { ...totals, ...options.totals } };
      case "/api/reports/spend-by":
        return { rows: groups, left_out: 3 };
      case "/api/reports/billing":
        return billing;
      case "/api/reports/precedence":
        return precedence;
      case "/api/outcomes/report":
        return outcomesAnswer;
      case "/api/reconcile":
        return reconciliation;
      case "/api/reports/unpriced":
        return { rows: options.unpriced ?? [] };
      case "/api/prices/rerate": {
        const asked = rerateRequest.parse(JSON.parse(body));
        rerates.push(asked);
        return {
          ...rerateJob,
          from: "2026-11-01T00:00:00.000Z",
          to: "2026-11-23T00:00:00.000Z",
          apply: asked.apply,
          rerating: asked.apply ? 1 : null,
        } satisfies RerateJob;
      }
      case "/api/keys":
        return request.method === "POST"
          ? { key: { ...keys[0], ...JSON.parse(body) }, secret: "hg_secret" }
          : { keys };
      case "/api/cache":
        return cacheStats;
      case "/api/cache/purge":
        return { purged: 12 };
      case "/api/cache/calls/call-1":
        return {
          call_id: "call-1",
          sentences: ["It passed the cache by.", "The policy for this traffic says never."],
          entry: null,
        };
      case "/api/sources":
        return sourcesAnswer;
      case "/api/sources/openai-bill/pull":
        return { ...sourcesAnswer.pulls[0], is_running: true };
      case "/api/sources/aws-bill/pull":
        return sourcesAnswer.pulls[1];
      case "/api/alarms":
        return { alarms, notifiers: [{ name: "hook", kind: "webhook" }] };
      case "/api/alarms/events":
        return { events: alarmHistory };
      case "/api/alarms/cache/snooze":
        return { snoozed_until: "2026-11-22T16:00:00.000Z" };
      case "/api/notifiers/mail/test":
        return { results: [{ notifier: "mail", delivered: true, error: null }] };
      case "/api/alarms/cache/test":
        return { results: alarmTest };
      case "/api/keys/key_1":
        return { key: { ...keys[0], revoked_at_ms: 1 } };
      case "/api/calls/known":
        loaderLooks();
        return { known: JSON.parse(body).client_call_ids.filter((id: string) => loaded.has(id)) };
      case "/readyz":
        return {};
      default:
        return undefined;
    }
  };

  const server = createServer((request, response) => {
    const path = (request.url ?? "").replace(/\?.*/, "");
    requests.push(`${request.method} ${request.url}`);
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      if (path === "/v1/chat/completions") {
        modelCalls += 1;
        const verdict = options.answer?.(modelCalls) ?? 200;
        if (verdict === 200 || verdict === "late break") record(request, body);
        if (verdict === "half") {
          response.writeHead(200, { "content-type": "application/json" });
          response.write("{", () => response.destroy());
          return;
        }
        if (verdict === "break" || verdict === "late break") {
          response.destroy();
          return;
        }
        const code = { 401: "key_unknown", 503: "draining" }[String(verdict)];
        const error = code === undefined ? {} : { "x-headgate-error": code };
        response.writeHead(verdict, { "content-type": "application/json", ...error }).end("{}");
        return;
      }
      const text = textAnswers[path];
      if (text !== undefined) {
        response.end(text);
        return;
      }
      const answer = answerTo(path, request, body);
      const code = answer === undefined ? 404 : 200;
      const missing = {
        error: { code: "not_found", message: "There is no such thing.", mend: "" },
      };
      response
        .writeHead(code, { "content-type": "application/json" })
        .end(JSON.stringify(answer ?? missing));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    calls,
    recorded,
    rerates,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
