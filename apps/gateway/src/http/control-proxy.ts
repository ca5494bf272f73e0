import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import {
  type ApiError,
  CLIENT_ADDRESS_HEADER,
  errorCatalogue,
  GATEWAY_URL_HEADER,
  INTERNAL_TOKEN_HEADER,
} from "@headgate/contract";
import type { Logger } from "pino";
import { Pool } from "undici";
import { answerHeaders } from "./answer-headers.ts";

/** Passes everything that is no model call on to the control process, so that one port serves all. */
export interface ControlProxy {
  forward(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** The text of control's own metrics, with the client's authorisation; status tells a refusal. */
  metrics(
    client: MetricsClient,
  ): Promise<
    Readonly<{ status: number; text: string; retryAfter: string | undefined }> | undefined
  >;
  close(): Promise<void>;
}

const IDLE_CONNECTION_MS = 10_000;

/** What control must know of whoever asks for the metrics. */
type MetricsClient = Readonly<{
  authorization: string | undefined;
  host: string | undefined;
  address: string | undefined;
}>;

const requestHeadersLeftOut = new Set([INTERNAL_TOKEN_HEADER, "x-forwarded-host", "expect"]);

type ControlProxySettings = Readonly<{
  /** Where control listens. */
  url: string;
  token: string;
  /** Where control can ask this process back. */
  ownUrl: () => string;
  log: Logger;
}>;

export function controlProxy({ url, token, ownUrl, log }: ControlProxySettings): ControlProxy {
  const pool = new Pool(url, {
    bodyTimeout: 0,
    headersTimeout: 120_000,
    // Control keeps idle connections for longer: it is always this side that closes them.
    keepAliveMaxTimeout: IDLE_CONNECTION_MS,
  });

  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    try {
      const answer = await pool.request({
        method: request.method ?? "GET",
        path: request.url ?? "/",
        headers: [
          ...answerHeaders(request.headers, requestHeadersLeftOut).map(String),
          "x-forwarded-host",
          request.headers.host ?? "",
          CLIENT_ADDRESS_HEADER,
          request.socket.remoteAddress ?? "",
          INTERNAL_TOKEN_HEADER,
          token,
          GATEWAY_URL_HEADER,
          ownUrl(),
        ],
        body: request.method === "GET" || request.method === "HEAD" ? null : request,
        signal: gone.signal,
      });
      response.writeHead(answer.statusCode, answerHeaders(answer.headers));
      await pipeline(answer.body, response);
    } catch (error) {
      if (gone.signal.aborted) return;
      log.warn({ error: String(error) }, "control did not answer");
      if (response.headersSent) response.destroy();
      else sendControlUnavailable(response);
    }
  };

  return {
    forward,
    metrics: async ({ authorization, host, address }) => {
      try {
        const answer = await pool.request({
          method: "GET",
          path: "/metrics",
          headers: {
            [INTERNAL_TOKEN_HEADER]: token,
            "x-forwarded-host": host ?? "",
            [CLIENT_ADDRESS_HEADER]: address ?? "",
            ...(authorization === undefined ? {} : { authorization }),
          },
          headersTimeout: 2_000,
        });
        const { "retry-after": retryAfter } = answer.headers;
        return {
          status: answer.statusCode,
          text: await answer.body.text(),
          retryAfter: typeof retryAfter === "string" ? retryAfter : undefined,
        };
      } catch (error) {
        log.warn({ error: String(error) }, "control gave no metrics");
        return undefined;
      }
    },
    close: () => pool.destroy(),
  };
}

/** Tells a person or program that only the console and the management API are away. */
export function sendControlUnavailable(response: ServerResponse): void {
  const { status, summary, mend } = errorCatalogue.control_unavailable;
  const body: ApiError = { error: { code: "control_unavailable", message: summary, mend } };
  response.writeHead(status, { "content-type": "application/json", "retry-after": "2" });
  response.end(JSON.stringify(body));
}
