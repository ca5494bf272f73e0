import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Attribution,
  configSchema,
  type LedgerRow,
  ledgerRowSchema,
  type Tags,
} from "@headgate/contract";
import { dataDirectory, openSqliteState } from "@headgate/ledger";
import { pino } from "pino";
import type { z } from "zod";
import { type Gateway, type GatewayOptions, startGateway } from "./start-gateway.ts";

/** What a provider got: the bytes as they came. */
type Received = Readonly<{
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
  /** Resolves when the gateway closes its connection before the answer is whole. */
  cut: Promise<void>;
}>;
export type Answer = (response: ServerResponse, received: Received) => void;

/** A provider that answers as the test says, call after call; the last answer stays in force. */
export type ScriptedProvider = Readonly<{
  url: string;
  received: Received[];
  close: () => Promise<void>;
}>;

export async function scriptedProvider(...answers: readonly Answer[]): Promise<ScriptedProvider> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one: Received = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks),
        cut: new Promise((resolve) => {
          response.once("close", () => {
            if (!response.writableFinished) resolve();
          });
        }),
      };
      received.push(one);
      const answer = answers[Math.min(received.length, answers.length) - 1];
      if (answer === undefined) throw new Error("the script has no answer");
      answer(response, one);
    });
  });
  await listen(server);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () => close(server),
  };
}

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };

/** Server-sent events, each in a write of its own. */
export const events =
  (...written: readonly string[]): Answer =>
  (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of written) response.write(event);
    response.end();
  };

export type OpenGateway = Readonly<{
  url: string;
  secret: string;
  gateway: Gateway;
  data: string;
  /** Rows of the spool in the order written. */
  rows: () => LedgerRow[];
  /** Resolves with the rows once there are that many. */
  rowsWhen: (count: number) => Promise<LedgerRow[]>;
  /** Makes another key, and gives its secret. */
  addKey: (key: KeyLabels) => Promise<string>;
  post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
  close: () => Promise<void>;
}>;

type KeyLabels = Readonly<{ attribution?: Attribution; tags?: Tags }>;
type ConfigInput = z.input<typeof configSchema>;

/** A real gateway in a data directory of its own, with one key. */
export async function openGateway(
  config: ConfigInput,
  key: KeyLabels = {},
  options: Partial<GatewayOptions> = {},
): Promise<OpenGateway> {
  const { data = mkdtempSync(join(tmpdir(), "headgate-gateway-")) } = options;
  const paths = dataDirectory(data);
  const addKey = async ({ attribution = {}, tags = {} }: KeyLabels): Promise<string> => {
    const state = await openSqliteState({ path: paths.state });
    const made = await state.createKey({ name: "test", attribution, tags, nowMs: Date.now() });
    await state.publishKeys(paths.keys);
    await state.close();
    return made.secret;
  };
  const secret = await addKey(key);
  const gateway = await startGateway({
    config: configSchema.parse({ ...config, listen: { port: 0 } }),
    data,
    log: pino({ level: "silent" }),
    ...options,
  });
  const rows = (): LedgerRow[] => readRows(paths.spool);
  return {
    url: gateway.url,
    secret,
    gateway,
    data,
    addKey,
    rows,
    rowsWhen: async (count) => {
      for (;;) {
        const found = rows();
        if (found.length >= count) return found;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    post: (path, body, headers = {}) =>
      fetch(`${gateway.url}${path}`, {
        method: "POST",
        body: typeof body === "string" ? body : JSON.stringify(body),
        headers: {
          authorization: `Bearer ${secret}`,
          "content-type": "application/json",
          ...headers,
        },
      }),
    close: async () => {
      await gateway.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function readRows(spool: string): LedgerRow[] {
  return readdirSync(spool, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".spool"))
    .sort()
    .flatMap((path) => readFileSync(join(spool, path), "utf8").split("\n"))
    .filter((line) => line !== "")
    .map((line) => ledgerRowSchema.parse(JSON.parse(line.slice(line.indexOf(" ") + 1))));
}

const listen = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve());
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
