import { HeadgateError } from "@headgate/contract";

/** Less than a reader takes as one record, which a page is. */
const MOST_BYTES = 15 * 1024 * 1024;
/** From the first byte sent to the last one received. */
const TIMEOUT_MS = 90_000;

export type PullRequest = Readonly<{
  url: string;
  method?: string;
  headers: Readonly<Record<string, string>>;
  body?: Uint8Array<ArrayBuffer> | string;
}>;

export type PullAnswer = Readonly<{
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array<ArrayBuffer>;
}>;

/**
 * Sends one request to the address that it names and nowhere else: redirects are answers like others. An answer is
 * read whole, undone from its compression, to 15 MiB and within 90 seconds.
 *
 * @throws HeadgateError `pull_unreachable` when it does not come whole, `pull_answer_unusable` when it is too long; the
 *   signal's reason when it is aborted. No message holds the address, whose query may tell a secret
 */
export async function sendRequest(
  { url, method = "GET", headers, body }: PullRequest,
  signal: AbortSignal,
): Promise<PullAnswer> {
  signal.throwIfAborted();
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const answer = await fetch(url, {
      method,
      redirect: "manual",
      headers,
      ...(body !== undefined && { body }),
      signal: AbortSignal.any([signal, timeout]),
    });
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await wholeBody(answer),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof HeadgateError) throw error;
    const why = timeout.aborted
      ? `No whole answer within ${TIMEOUT_MS / 1000} s.`
      : `The answer did not come whole: ${codeOf(error)}.`;
    throw new HeadgateError("pull_unreachable", why, {}, { cause: error });
  }
}

async function wholeBody(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels what has not come.
  for await (const piece of answer.body ?? []) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) {
      throw new HeadgateError("pull_answer_unusable", `It is longer than ${MOST_BYTES} bytes.`);
    }
    pieces.push(piece);
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The system's word for a failure; its sentence can hold the address. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string")
    return cause.code;
  return error instanceof Error ? error.name : "unknown";
}
