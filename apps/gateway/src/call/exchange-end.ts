import type { IncomingHttpHeaders } from "node:http";
import type { HeadgateError } from "@headgate/contract";
import type { AttemptFacts } from "./attempt.ts";

/** A provider's error answer that was kept back because another attempt may do better. */
export type KeptAnswer = Readonly<{
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}>;

/** A whole answer, decompressed, that did not stand the checks of its cascade; the client has got nothing of it. */
type AnswerSetAside = KeptAnswer & Readonly<{ stream: boolean }>;

/** How an exchange ended for the client. */
export type ExchangeEnd =
  | Readonly<{ kind: "answered" }>
  /** The attempt is not recorded yet. */
  | Readonly<{ kind: "set_aside"; facts: AttemptFacts; answer: AnswerSetAside }>
  /** Nothing was sent to the client; the attempt is not recorded yet. */
  | Readonly<{ kind: "failed"; facts: AttemptFacts; error?: HeadgateError; kept?: KeptAnswer }>;
