import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type KeySummary,
  type RerateJob,
  type RerateRequest,
  rerateRequest,
  type Status,
  type Totals,
  takeRatesRequest,
  type unpricedReport,
} from "@headgate/contract";
import type { z } from "zod";
import { budgetsAnswer, explanationAnswer } from "./budgets/budget-answers.fixture.ts";
import { cacheStats } from "./caches/cache-stats.fixture.ts";
import { prefixStats } from "./caches/prefix-stats.fixture.ts";
import { exportAnswers, focusCsv } from "./exports/export-answers.fixture.ts";
import { insightAnswers } from "./insight/insight-answers.fixture.ts";
import { alarmHistory, alarms, alarmTest } from "./management/alarm-answers.fixture.ts";
import { outcomesAnswer } from "./outcomes/outcomes-answer.fixture.ts";
import { rerateJob } from "./prices/rerate-answer.fixture.ts";
import { callsOfVersion } from "./prompts/version-calls.fixture.ts";
import { reconciliation, takenRates } from "./reconcile/reconciliation.fixture.ts";
import { billing, groups, precedence, totals } from "./report/report-answers.fixture.ts";
import { sourcesAnswer } from "./sources/source-answers.fixture.ts";
import { tokensAnswer } from "./tokens/tokens-answer.fixture.ts";
import { weeklyAnswer } from "./weekly/weekly-answer.fixture.ts";

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
    bills_from: null,
    bills_to: null,
    bills_daily_to: null,
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
      case "/api/reports/tokens":
        return tokensAnswer;
      case "/api/reports/spend-by":
        return { rows: groups, left_out: 3 };
      case "/api/calls":
        return callsOfVersion(new URL(request.url ?? "", "http://localhost").searchParams);
      case "/api/calls/call-1/prompt":
        return {
          ...{ call_id: "call-1", has_row: true, digest: "d".repeat(43), is_same: true },
          texts: [
            {
              path: ["messages", 2, "content"],
              sent: "[1,2]",
              steps: [{ pass: "json", before: "[1, 2]" }],
            },
          ],
        };
      case "/api/reports/weekly":
        return weeklyAnswer;
      case "/api/reports/billing":
        return billing;
      case "/api/reports/precedence":
        return precedence;
      case "/api/outcomes/report":
        return outcomesAnswer;
      case "/api/reconcile/take-rates": {
        const { apply } = takeRatesRequest.parse(JSON.parse(body));
        return takenRates(apply);
      }
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
      case "/api/cache/prefix":
        return prefixStats;
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
      case "/api/budgets":
        return budgetsAnswer;
      case "/api/budgets/calls/call-1":
        return explanationAnswer;
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
