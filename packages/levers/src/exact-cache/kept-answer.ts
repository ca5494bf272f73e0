import type { ModelUsage, Usage, UsageOrigin } from "@headgate/contract";

/** A whole answer as its client got it, and what it had used: enough to give it again and to say what that saves. */
export type KeptAnswer = Readonly<{
  /** The call that it was made for. */
  callId: string;
  /** The attempt of that call. */
  startedAtMs: number;
  status: number;
  /** Names and values by turns. */
  headers: readonly string[];
  body: Buffer;
  /** True where the body is a stream of events. */
  stream: boolean;
  provider: string;
  /** Where its question would have gone, where another model was chosen for it: what it saves is told by that. */
  insteadOf: Readonly<{ provider: string; model: string }> | undefined;
  sentModel: string | undefined;
  responseModel: string | undefined;
  serviceTier: string | undefined;
  /** The geography that the answer says it was served in. */
  region: string | undefined;
  usage: Usage;
  otherUsage: readonly ModelUsage[] | undefined;
  usageOrigin: UsageOrigin;
  usageViolations: readonly string[];
}>;

/** What an entry takes beside its body: its keys, headers, facts and places in maps. */
const OVERHEAD_BYTES = 2_048;

/** The memory that an answer takes. */
export const sizeOf = ({ body, headers }: KeptAnswer): number =>
  body.length + headers.reduce((total, text) => total + text.length, OVERHEAD_BYTES);
