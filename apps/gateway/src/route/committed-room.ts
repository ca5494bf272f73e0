import type { HeadgateConfig } from "@headgate/contract";

export type Commitments = HeadgateConfig["batch"]["commitments"];
type Asked = Readonly<{ provider: string; model: string; atMs: number }>;

const SECONDS = 60;

/** Tokens of one model by the second, of the last minute. */
type Minute = { second: number; readonly tokens: Float64Array };

/**
 * How much room capacity that is paid for in advance has now, by what this process used of it in the last minute. Other
 * gateways and the batches' runner use of it as well: what is told here is at most too much, never money.
 */
export class CommittedRoom {
  readonly #minutes = new Map<string, Minute>();

  /** Takes note of what an answer used. Only what some commitment is about is remembered. */
  used(commitments: Commitments, asked: Asked, tokens: number): void {
    if (!commitments.some((held) => isAbout(held, asked))) return;
    const minute = this.#minuteOf(asked);
    const place = minute.second % SECONDS;
    minute.tokens[place] = (minute.tokens[place] as number) + tokens;
  }

  /** Whether a call of so many tokens fits into what is held of the model; not where nothing is. */
  hasRoom(commitments: Commitments, asked: Asked, tokens: number): boolean {
    let most = 0;
    for (const held of commitments) if (isAbout(held, asked)) most += held.tokens_per_minute;
    if (most === 0) return false;
    const used = this.#minuteOf(asked).tokens.reduce((sum, one) => sum + one, 0);
    return used + tokens <= most;
  }

  /** The minute that ends now: seconds that are over are empty again. */
  #minuteOf({ provider, model, atMs }: Asked): Minute {
    const key = `${provider} ${model}`;
    const second = Math.floor(atMs / 1_000);
    const minute = this.#minutes.get(key) ?? { second, tokens: new Float64Array(SECONDS) };
    this.#minutes.set(key, minute);
    const passed = second - minute.second;
    // A clock that was put back begins anew.
    if (passed >= SECONDS || passed < 0) minute.tokens.fill(0);
    else
      for (let step = 1; step <= passed; step += 1)
        minute.tokens[(minute.second + step) % SECONDS] = 0;
    minute.second = second;
    return minute;
  }
}

const isAbout = ({ provider, model, until }: Commitments[number], asked: Asked): boolean =>
  provider === asked.provider && model === asked.model && Date.parse(until) > asked.atMs;
