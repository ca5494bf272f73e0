import { putNewest } from "../put-newest.ts";

/** A pause after a failure; each further one in a row makes it twice as long. */
const FIRST_MS = 60_000;
const MOST_MS = 3_600_000;
/** A model may fail so often in a row before none of a tenant's sessions asks it. */
const MODEL_FAILURES = 3;
const MOST_HELD = 10_000;

/** Whose summary it is, and who is asked for it. */
type SummaryFor = Readonly<{ session: string; tenant: string; model: string }>;

type Failures = Readonly<{ inRow: number; untilMs: number }>;

/**
 * How long a model that summed nothing up is not asked again: for a session from its first failure on, since what failed
 * may be the session's, and for all of a tenant's sessions once several have failed. Each asking is waited for and paid.
 */
export class SummaryPauses {
  readonly #sessions = new Map<string, Failures>();
  readonly #models = new Map<string, Failures>();

  mayAsk(asked: SummaryFor, nowMs: number): boolean {
    const session = this.#sessions.get(asked.session);
    const model = this.#models.get(modelOf(asked));
    return (session?.untilMs ?? nowMs) <= nowMs && (model?.untilMs ?? nowMs) <= nowMs;
  }

  failed(asked: SummaryFor, nowMs: number): void {
    failedAgain(this.#sessions, asked.session, 1, nowMs);
    failedAgain(this.#models, modelOf(asked), MODEL_FAILURES, nowMs);
  }

  answered(asked: SummaryFor): void {
    this.#sessions.delete(asked.session);
    this.#models.delete(modelOf(asked));
  }
}

const modelOf = ({ tenant, model }: SummaryFor): string => JSON.stringify([tenant, model]);

function failedAgain(
  held: Map<string, Failures>,
  name: string,
  pausedFrom: number,
  nowMs: number,
): void {
  const inRow = (held.get(name)?.inRow ?? 0) + 1;
  const pauseMs = inRow < pausedFrom ? 0 : Math.min(MOST_MS, FIRST_MS * 2 ** (inRow - pausedFrom));
  putNewest(held, name, { inRow, untilMs: nowMs + pauseMs }, MOST_HELD);
}
