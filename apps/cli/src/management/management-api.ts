import { apiErrorSchema, HeadgateError } from "@headgate/contract";
import { request } from "undici";
import type { z } from "zod";
import { isConnectionFailure } from "./connection-failure.ts";
import { errorFromWire } from "./error-from-wire.ts";

type Query = Readonly<Record<string, string | number | undefined>>;

/** The management API of a running Headgate. Every answer is checked against its schema. */
export interface ManagementApi {
  readonly url: string;
  get<S extends z.ZodType>(path: string, query: Query, schema: S): Promise<z.output<S>>;
  /** `timeoutMs`: how long the answer may take, where 30 seconds are too short. */
  post<S extends z.ZodType>(
    path: string,
    body: unknown,
    schema: S,
    options?: Readonly<{ timeoutMs: number }>,
  ): Promise<z.output<S>>;
  /** Hands over an answer that is no JSON, as it comes; one that breaks off makes `take` throw. */
  download(
    path: string,
    query: Query,
    take: (pieces: AsyncIterable<Uint8Array>) => Promise<void>,
  ): Promise<void>;
  delete<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>>;
}

const HEAD_TIMEOUT_MS = 30_000;
const BODY_TIMEOUT_MS = 60_000;
/** A year of a large ledger takes its time between two pieces. */
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;

/**
 * Each of its calls throws a HeadgateError: `gateway_unreachable` when nobody answers or the answer is
 * not Headgate's, otherwise the code that the API answered with.
 */
export function managementApi(options: {
  url: string;
  adminKey: string | undefined;
}): ManagementApi {
  const { url, adminKey } = options;
  const authorization = adminKey === undefined ? {} : { authorization: `Bearer ${adminKey}` };

  const ask = async <S extends z.ZodType>(
    method: "GET" | "POST" | "DELETE",
    path: string,
    schema: S,
    { body, timeoutMs = HEAD_TIMEOUT_MS }: Readonly<{ body?: unknown; timeoutMs?: number }> = {},
  ): Promise<z.output<S>> => {
    let status: number;
    let text: string;
    try {
      const answer = await request(`${url}${path}`, {
        method,
        headersTimeout: timeoutMs,
        bodyTimeout: BODY_TIMEOUT_MS,
        headers: {
          accept: "application/json",
          ...authorization,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      status = answer.statusCode;
      text = await answer.body.text();
    } catch (error) {
      throw connectionFailure(url, error);
    }
    const json = parsedJson(text);
    if (status >= 400) throw apiFailure(url, path, status, json);
    const result = schema.safeParse(json);
    if (result.success) return result.data;
    throw new HeadgateError(
      "gateway_unreachable",
      `${url}${path} answers, but not as a Headgate of this version does.`,
      {},
      { cause: result.error },
    );
  };

  const download: ManagementApi["download"] = async (path, query, take) => {
    try {
      const answer = await request(`${url}${path}${queryText(query)}`, {
        headersTimeout: DOWNLOAD_TIMEOUT_MS,
        bodyTimeout: DOWNLOAD_TIMEOUT_MS,
        headers: authorization,
      });
      if (answer.statusCode >= 400) {
        const failed = parsedJson(await answer.body.text());
        throw apiFailure(url, path, answer.statusCode, failed);
      }
      await take(answer.body);
    } catch (error) {
      throw connectionFailure(url, error);
    }
  };

  return {
    url,
    download,
    get: (path, query, schema) => ask("GET", `${path}${queryText(query)}`, schema),
    post: (path, body, schema, options) => ask("POST", path, schema, { body, ...options }),
    delete: (path, schema) => ask("DELETE", path, schema),
  };
}

/** What is no failure of the connection stays what it is. */
const connectionFailure = (url: string, error: unknown): unknown =>
  isConnectionFailure(error)
    ? new HeadgateError("gateway_unreachable", `${url}: ${error.code}.`, {}, { cause: error })
    : error;

function apiFailure(url: string, path: string, status: number, json: unknown): HeadgateError {
  const failure = apiErrorSchema.safeParse(json);
  const known = failure.success
    ? errorFromWire(failure.data.error.code, failure.data.error.message)
    : undefined;
  return (
    known ??
    new HeadgateError(
      "gateway_unreachable",
      `${url}${path} answers ${status}, but not as a Headgate does.`,
    )
  );
}

function queryText(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return parameters.size === 0 ? "" : `?${parameters.toString()}`;
}

/** What is no JSON is `undefined`, which no schema takes. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
