import type { CacheKey } from "./cache-key.ts";
import type { KeptAnswer } from "./kept-answer.ts";

/** How a question stands among those that other gateways ask. */
export type SharedFlight =
  /** Nobody else asks it: who lands tells which call's answer was kept, or that there is none to be had. */
  | Readonly<{ kind: "lead"; land(callId: string | undefined): void }>
  | Readonly<{ kind: "answered"; answer: KeptAnswer }>
  /** Another asked it, and has nothing to give. */
  | Readonly<{ kind: "failed" }>
  /** The waiting was given up. */
  | Readonly<{ kind: "left" }>;

/** A question as gateways look for it among those under way. */
type SharedQuestion = Readonly<{
  key: CacheKey;
  /** An answer that was kept in the meantime is good where it is younger than that. */
  mostAgeMs: number;
  patience: (giveUp: () => void) => void;
}>;

/** Questions under way at gateways that share a store of answers. */
export interface SharedFlights {
  /** Begins a question, or waits for it where another gateway asks it. One that fails is gone on without. */
  begin(question: SharedQuestion): Promise<SharedFlight>;
}
