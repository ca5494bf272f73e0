import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import {
  ADMITTED_HEADER,
  type ApiError,
  CLIENT_ADDRESS_HEADER,
  errorCatalogue,
  GATEWAY_URL_HEADER,
  HeadgateError,
  INTERNAL_TOKEN_HEADER,
  responseHeaders,
} from "@headgate/contract";
import type { Logger } from "pino";
import { Pool } from "undici";
import { answerHeaders } from "./answer-headers.ts";

/** Passes everything that is no model call on to the control process, so that one port serves all. */
export interface ControlProxy {
  forward(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** The same for a request of a client whose key was admitted; what control tells of itself goes along. */
  forwardAdmitted(
    request: IncomingMessage,
    response: ServerResponse,
    admitted: string,
  ): Promise<void>;
  /**
   * Asks control for a client whose key was admitted.
   * @throws HeadgateError `control_unavailable`
   */
  ask(asked: ControlQuestion): Promise<ControlAnswer>;
  /** The text of control's own metrics, with the client's authorisation; status tells a refusal. */
  metrics(
    client: MetricsClient,
  ): Promise<
    Readonly<{ status: number; text: string; retryAfter: string | undefined }> | undefined
  >;
  close(): Promise<void>;
}

type ControlQuestion = Readonly<{
  method: "GET" | "POST";
  path: string;
  /** Whose question it is. */
  admitted: string;
  /** The client's headers, by which the format of errors is told. */
  format: IncomingHttpHeaders;
  body?: Buffer;
}>;
type ControlAnswer = Readonly<{ status: number; headers: Record<string, string>; body: Buffer }>;

/** Of what control tells in headers, what clients are to see. */
const toldHeaders = [
  "content-type",
  "retry-after",
  responseHeaders.callId,
  responseHeaders.error,
  responseHeaders.deferred,
] as const;

const told = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    toldHeaders.flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );

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

  const pass = async (
    request: IncomingMessage,
    response: ServerResponse,
    admitted: string | undefined,
  ): Promise<void> => {
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
          ...(admitted === undefined ? [] : [ADMITTED_HEADER, admitted]),
        ],
        body: request.method === "GET" || request.method === "HEAD" ? null : request,
        signal: gone.signal,
      });
      const own = admitted === undefined ? {} : told(answer.headers);
      response.writeHead(answer.statusCode, [
        ...answerHeaders(answer.headers, new Set(Object.keys(own))),
        ...Object.entries(own).flat(),
      ]);
      await pipeline(answer.body, response);
    } catch (error) {
      if (gone.signal.aborted) return;
      log.warn({ error: String(error) }, "control did not answer");
      if (response.headersSent) response.destroy();
      else sendControlUnavailable(response);
    }
  };

  return {
    forward: (request, response) => pass(request, response, undefined),
    forwardAdmitted: pass,
    ask: async ({ method, path, admitted, format, body }) => {
      try {
        const answer = await pool.request({
          method,
          path,
          headers: {
            [INTERNAL_TOKEN_HEADER]: token,
            [ADMITTED_HEADER]: admitted,
            [GATEWAY_URL_HEADER]: ownUrl(),
            "content-type": "application/json",
            ...(typeof format["anthropic-version"] === "string" && {
              "anthropic-version": format["anthropic-version"],
            }),
          },
          body: body ?? null,
        });
        return {
          status: answer.statusCode,
          headers: told(answer.headers),
          body: Buffer.from(await answer.body.arrayBuffer()),
        };
      } catch (error) {
        log.warn({ error: String(error) }, "control did not take a call in");
        throw new HeadgateError("control_unavailable", undefined, {}, { cause: error });
      }
    },
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
