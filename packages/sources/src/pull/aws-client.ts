import { HeadgateError, type PullOf } from "@headgate/contract";
import type { HttpRequest, HttpResponse } from "@smithy/types";
import { answerFailure } from "./answer-failure.ts";
import type { Asking } from "./ask-provider.ts";
import { patiently } from "./patiently.ts";
import { sendRequest } from "./send-request.ts";

type AwsPull = PullOf<"aws-cost-explorer" | "aws-cloudwatch">;

/**
 * How a client of AWS's SDK is made for a pull: its address alone, its credentials or the machine's, no tries of its own
 * (each can cost), and requests that go through {@link sendRequest}, bounded in size and time.
 */
export function awsClientSettings(
  { base_url, region, aws_credentials, aws_profile }: AwsPull,
  { signal }: Asking,
) {
  return {
    endpoint: base_url,
    region,
    maxAttempts: 1,
    requestHandler: { handle: (request: HttpRequest) => handled(request, signal) },
    ...(aws_profile !== undefined && { profile: aws_profile }),
    ...(aws_credentials !== undefined && {
      credentials: {
        accessKeyId: aws_credentials.access_key_id,
        secretAccessKey: aws_credentials.secret_access_key,
        ...(aws_credentials.session_token !== undefined && {
          sessionToken: aws_credentials.session_token,
        }),
      },
    }),
  };
}

async function handled(
  request: HttpRequest,
  signal: AbortSignal,
): Promise<{ response: HttpResponse }> {
  const { protocol, hostname, port, path, query, method } = request;
  const url = new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`);
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of [value].flat()) url.searchParams.append(name, one ?? "");
  }
  const body: unknown = request.body;
  const {
    status,
    headers,
    body: answered,
  } = await sendRequest(
    {
      url: url.href,
      method,
      headers: sentHeaders(request.headers),
      ...((typeof body === "string" || body instanceof Uint8Array) && {
        body: typeof body === "string" ? body : new Uint8Array(body),
      }),
    },
    signal,
  );
  return { response: { statusCode: status, headers, body: answered } };
}

/** The address and the body say both again. */
const sentHeaders = (headers: HttpRequest["headers"]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(host|content-length)$/i.test(name)),
  );

/**
 * Asks AWS, again where it failed for now.
 *
 * @throws HeadgateError `pull_refused`, `pull_limited`, `pull_unreachable`, `pull_answer_unusable`
 */
export const askAws = <Result>(ask: () => Promise<Result>, asking: Asking): Promise<Result> =>
  patiently(
    async () => {
      try {
        return await ask();
      } catch (error) {
        asking.signal.throwIfAborted();
        throw awsFailure(error, asking.nowMs());
      }
    },
    asking,
    asking.signal,
  );

/** AWS refuses for now with 400 too, and says so by the error's name. */
const LIMITED = /Throttl|LimitExceeded|TooManyRequests|RequestLimit/;

function awsFailure(error: unknown, nowMs: number): HeadgateError {
  if (error instanceof HeadgateError) return error;
  const { name, $response: response } = error as {
    name?: string;
    $response?: { statusCode?: number; headers?: Record<string, string> };
  };
  if (name === "CredentialsProviderError") {
    return new HeadgateError(
      "pull_refused",
      "No credentials for AWS were found.",
      {},
      { cause: error },
    );
  }
  const status = response?.statusCode;
  if (status === undefined) {
    return new HeadgateError(
      "pull_unreachable",
      `AWS was not asked: ${name}.`,
      {},
      { cause: error },
    );
  }
  if (status === 200) {
    return new HeadgateError(
      "pull_answer_unusable",
      "It is no JSON of AWS's.",
      {},
      { cause: error },
    );
  }
  const headers = response?.headers ?? {};
  return answerFailure({
    status: name !== undefined && LIMITED.test(name) ? 429 : status,
    headers,
    word: name,
    nowMs,
  });
}
