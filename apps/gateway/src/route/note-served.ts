import type { AttemptFacts } from "../call/attempt.ts";
import { nameOf } from "./pool-targets.ts";
import type { RecentCall } from "./recent-calls.ts";

/** People speak of the answer that they got: the reference's where it was asked after all. */
export function noteServed(recent: RecentCall, facts: AttemptFacts): void {
  if (facts.outcome !== "completed" || facts.accepted === false) return;
  const name = nameOf(facts.target, facts.sending.request.model);
  const place = name === undefined ? -1 : recent.models.indexOf(name);
  if (place >= 0) recent.served = place;
}
