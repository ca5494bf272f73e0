import { attributionHeader, requestHeaders } from "@headgate/contract";
import type { TraceRow } from "./read-trace.ts";

export type ReplayTarget = Readonly<{
  model: string;
  /** The name of the replay: a tag of its calls, and part of the ids given to them. */
  replay: string;
  /** True when the providers are stand-ins, which answer with as many tokens as they are told. */
  simulated: boolean;
}>;

/** The id that the ledger is asked for before a row is sent, and sent again. */
export const replayCallId = (replay: string, row: number): string => `replay-${replay}-${row}`;

/** A chat completion with a prompt of exactly the row's number of words, a word being a token to the simulator. */
export function chatRequest(
  row: TraceRow,
  target: ReplayTarget,
  key: string,
): Readonly<{ headers: Record<string, string>; body: string }> {
  const prompt = row.inputTokens === 0 ? "" : `${"w ".repeat(row.inputTokens - 1)}w`;
  // A real provider cannot be told how much to write, only when to stop.
  const limit =
    target.simulated || row.outputTokens === 0
      ? ""
      : `,"max_completion_tokens":${row.outputTokens}`;
  return {
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      [requestHeaders.clientCallId]: replayCallId(target.replay, row.row),
      [requestHeaders.tags]: `replay=${target.replay}`,
      [attributionHeader("project")]: "replay",
      ...(target.simulated
        ? {
            "x-simulator-output-tokens": String(row.outputTokens),
            // Rows share their words, and the trace does not tell what was cached.
            "x-simulator-cache": "off",
            // The trace's requests, not the demo's patience, set the pace.
            "x-simulator-latency-ms": "0",
            "x-simulator-token-interval-ms": "0",
          }
        : {}),
    },
    body: `{"model":${JSON.stringify(target.model)},"messages":[{"role":"user","content":"${prompt}"}]${limit}}`,
  };
}
