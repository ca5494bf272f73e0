import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema, type HeadgateConfig, INTERNAL_TOKEN_HEADER } from "@headgate/contract";
import {
  dataDirectory,
  type LedgerStore,
  openDuckdbLedger,
  openSqliteState,
  type StateStore,
  startLoader,
} from "@headgate/ledger";
import { loadPriceBook, type PriceBook } from "@headgate/pricing";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { pino } from "pino";
import type { z } from "zod";
import { createApp } from "./create-app.ts";
import type { ControlDependencies } from "./dependencies.ts";
import { FORWARDED_HOST_HEADER } from "./http/request-guard.ts";
import { createLiveFeed, type LiveFeed } from "./live/live-feed.ts";

export const TOKEN = "the-token-of-this-run";
/** The moment that every app of the tests believes it is. */
export const NOW_MS = Date.parse("2026-11-23T12:00:00Z");

export interface OpenApp {
  readonly app: OpenAPIHono;
  readonly ledger: LedgerStore;
  readonly state: StateStore;
  readonly liveFeed: LiveFeed;
  readonly prices: PriceBook;
  readonly keysFile: string;
  readonly folder: string;
  /** What was logged, a JSON line each. */
  readonly logged: readonly string[];
  /** Asks as the gateway does: with the token and the client's Host header passed on. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Asks and reads the answer by its schema. */
  read<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>>;
  close(): Promise<void>;
}

type Options = Partial<Omit<ControlDependencies, "config">> & { config?: unknown };

/** The app over real stores in a folder of its own. */
export async function openApp({ config, ...overrides }: Options = {}): Promise<OpenApp> {
  const folder = await mkdtemp(join(tmpdir(), "headgate-control-"));
  const directory = dataDirectory(folder);
  const logged: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => logged.push(line) });
  const ledger = await openDuckdbLedger({ path: directory.ledger });
  const state = await openSqliteState({ path: directory.state });
  const loader = startLoader({
    spoolDirectory: directory.spool,
    quarantineDirectory: directory.quarantine,
    store: ledger,
  });
  const prices = loadPriceBook();
  const liveFeed = overrides.liveFeed ?? createLiveFeed({ nowMs: () => NOW_MS });
  const parsed: HeadgateConfig = configSchema.parse(config ?? {});
  const app = createApp({
    config: () => parsed,
    mode: "live",
    dataDirectory: folder,
    keysFile: directory.keys,
    consoleDirectory: undefined,
    token: TOKEN,
    startedAtMs: NOW_MS,
    ledger,
    state,
    loader,
    prices,
    liveFeed,
    problems: [],
    log,
    nowMs: () => NOW_MS,
    isReady: () => true,
    ...overrides,
  });
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (!headers.has(INTERNAL_TOKEN_HEADER)) headers.set(INTERNAL_TOKEN_HEADER, TOKEN);
    if (!headers.has(FORWARDED_HOST_HEADER)) headers.set(FORWARDED_HOST_HEADER, "localhost:4100");
    return app.request(path, { ...init, headers });
  };
  return {
    app,
    ledger,
    state,
    liveFeed,
    prices,
    keysFile: directory.keys,
    folder,
    logged,
    ask,
    read: async (path, schema) => {
      const response = await ask(path);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return schema.parse(await response.json());
    },
    close: async () => {
      liveFeed.close();
      await loader.stop();
      await ledger.close();
      await state.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A JSON body with its content type. */
export const sendJson = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
