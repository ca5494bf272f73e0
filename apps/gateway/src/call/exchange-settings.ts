import type { IncomingHttpHeaders } from "node:http";
import type { AttemptFacts } from "./attempt.ts";
import type { Call } from "./call.ts";
import type { Hold } from "./hold.ts";
import type { EarlyEnd } from "./output/early-end.ts";
import type { Target } from "./plan-targets.ts";
import type { Sending } from "./sending.ts";

export type ExchangeSettings = Readonly<{
  call: Call;
  target: Target;
  index: number;
  clientDisconnect: "abort" | "drain";
  maxResponseBytes: number;
  sending: Sending;
  /** Whether an error answer would be followed by another attempt. */
  willTryAgain: (status: number, headers: IncomingHttpHeaders) => boolean;
  /** What may end a stream early; undefined where nothing may. Called when the stream begins. */
  earlyEnd: (contentType: string) => EarlyEnd | undefined;
  /** Holds the whole answer back until it has been looked at; undefined where it goes out as it comes. */
  hold: Hold | undefined;
  /** Records the attempt; resolves when it is in the spool. */
  record: (facts: AttemptFacts) => Promise<void>;
}>;
