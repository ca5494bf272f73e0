import { hash } from "node:crypto";
import type { PromptPolicy } from "@headgate/contract";
import { putNewest } from "../put-newest.ts";

/** How long a provider may keep a prefix that was sent under the configuration before (Anthropic's longest, 1 h). */
export const GRACE_MS = 3_600_000;
const MOST_SESSIONS = 50_000;

/** What sessions began with, as it is kept: each policy once, and its place by session. */
export type KeptSessions = Readonly<{
  policies: readonly PromptPolicy[];
  sessions: readonly (readonly [session: string, policy: number])[];
}>;

export type SessionAsked = Readonly<{
  /** What tells a session from others. */
  session: string;
  /** Whether the request holds an answer of the model: the session did not begin with it. */
  hasHistory: boolean;
  policy: PromptPolicy;
  /** What held for it before the configuration changed; undefined where that is longer ago than the grace. */
  policyBefore: PromptPolicy | undefined;
}>;

/**
 * Which passes act on a session. Text that a provider has cached must come again as it was sent, so a session keeps what
 * it began with:
 *
 * 1. A session that is known keeps its passes, unless the policy no longer allows one of them: switching off holds at once.
 * 2. One that begins gets the policy's.
 * 3. One that is not known and has a history began under the configuration before, as long as that is less than an hour
 *    ago: it gets what held then. Later its prefix is cold, or the process was started anew under the same
 *    configuration: it gets the policy's.
 */
export class SessionPasses {
  readonly #known = new Map<string, PromptPolicy>();
  readonly #salt: Buffer;

  /** @param salt nobody who does not have it can find out by trying what a kept session began with */
  constructor(salt: Buffer) {
    this.#salt = salt;
  }

  policyFor({ session, hasHistory, policy, policyBefore }: SessionAsked): PromptPolicy {
    const key = hash("sha256", Buffer.concat([this.#salt, Buffer.from(session)]), "base64url");
    const known = this.#known.get(key);
    const began = hasHistory && policyBefore !== undefined ? policyBefore : policy;
    const kept = known ?? began;
    const holds = isWithin(kept, policy) ? kept : policy;
    putNewest(this.#known, key, holds, MOST_SESSIONS);
    return holds;
  }

  plain(): KeptSessions {
    const places = new Map<string, number>();
    const policies: PromptPolicy[] = [];
    const sessions = [...this.#known].map(([key, policy]) => {
      const text = JSON.stringify(policy);
      const place = places.get(text) ?? policies.push(policy) - 1;
      places.set(text, place);
      return [key, place] as const;
    });
    return { policies, sessions };
  }

  /** @throws RangeError where a session has a policy that is not there */
  restore({ policies, sessions }: KeptSessions): void {
    for (const [key, place] of sessions) {
      const policy = policies[place];
      if (policy === undefined) throw new RangeError(`there is no policy ${place}`);
      putNewest(this.#known, key, policy, MOST_SESSIONS);
    }
  }
}

/** Whether a policy does nothing that another does not allow. */
function isWithin(kept: PromptPolicy, allowed: PromptPolicy): boolean {
  return (
    (allowed.lossless || !kept.lossless) &&
    kept.passes.every((pass) => allowed.passes.includes(pass)) &&
    (doesNothing(kept) || kept.in.every((place) => allowed.in.includes(place))) &&
    allowed.except_tools.every((tool) => doesNothing(kept) || kept.except_tools.includes(tool)) &&
    (doesNothing(kept) || allowed.editing_tools === "as_others" || kept.editing_tools === "careful")
  );
}

/** Whether a policy lets requests as they are. */
export const doesNothing = ({ lossless, passes }: PromptPolicy): boolean =>
  !lossless && passes.length === 0;
