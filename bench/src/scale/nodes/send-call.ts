import { Pool } from "undici";

/** How a call ended for its client. */
export type CallEnd =
  /** The client has the whole answer: its row must be in the ledger, once. */
  | Readonly<{ kind: "answered"; responseId: string }>
  /** The budget is spent. */
  | Readonly<{ kind: "refused" }>
  /** Headgate or the provider said no, by a code; null where the answer told none. */
  | Readonly<{ kind: "unavailable"; status: number; code: string | null }>
  /** The connection broke, or nothing came. */
  | Readonly<{ kind: "broken" }>;

export type CallAbout = Readonly<{
  user: string;
  stream: boolean;
  words: number;
  /** By the key that no budget covers; such calls ask for one certain answer, so that the cache is looked into. */
  free?: boolean;
}>;

/** The key of the hot budget, and the one that no budget covers. */
export type Keys = Readonly<{ covered: string; free: string }>;

const ANSWER_MS = 15_000;

/** Sends chat calls to one node, over connections that are kept. */
export function callsTo(url: string, keys: Keys, connections: number) {
  const pool = new Pool(url, { connections, headersTimeout: ANSWER_MS, bodyTimeout: ANSWER_MS });
  return {
    close: () => pool.destroy(),
    send: async ({ user, stream, words, free = false }: CallAbout): Promise<CallEnd> => {
      let text: string;
      let status: number;
      try {
        const { statusCode, body } = await pool.request({
          path: "/v1/chat/completions",
          method: "POST",
          headers: {
            authorization: `Bearer ${free ? keys.free : keys.covered}`,
            ...{ "content-type": "application/json", "x-headgate-user": user },
          },
          body: JSON.stringify({
            ...{ model: "chat", stream, max_tokens: 200, user, ...(free && { temperature: 0 }) },
            messages: [{ role: "user", content: `${user} ${"word ".repeat(words)}` }],
          }),
        });
        status = statusCode;
        text = await body.text();
      } catch (error) {
        // Its process was killed, or its network cut: part of the bench, and counted.
        if (error instanceof Error) return { kind: "broken" };
        throw error;
      }
      return endOf(status, text, stream);
    },
  };
}

function endOf(status: number, text: string, stream: boolean): CallEnd {
  if (status === 402) return { kind: "refused" };
  if (status !== 200) {
    return { kind: "unavailable", status, code: /"code":\s*"(\w+)"/.exec(text)?.[1] ?? null };
  }
  const responseId = /"id":\s*"([\w-]+)"/.exec(text)?.[1];
  if (responseId === undefined || (stream && !text.includes("data: [DONE]"))) {
    return { kind: "broken" };
  }
  return { kind: "answered", responseId };
}
