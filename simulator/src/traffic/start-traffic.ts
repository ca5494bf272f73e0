import { Agent } from "undici";
import { createRandom } from "../seeded-random.ts";
import { createTextPool } from "../text/text-pool.ts";
import { nextCallMs } from "./call-rhythm.ts";
import { createComposer, type TeamKey } from "./compose-call.ts";
import { type CallOutcome, sendCall } from "./send-call.ts";
import { loadTeamTraffic } from "./workloads.ts";

export type TrafficOptions = Readonly<{
  /** The gateway's address, without a path. */
  gatewayUrl: string;
  /** Keys of the teams that call; see `simulatedTeams` for their names. At least one. */
  keys: readonly TeamKey[];
  /** 1 by default; the same seed makes the same calls. */
  seed?: number;
  /** On the average of a day; 4 by default. */
  callsPerSecond?: number;
  /** Calls under way at once; more are left out and counted. 64 by default. */
  maxConcurrent?: number;
  /** Called when the gateway goes away and when it refuses to serve, once for each time. */
  onProblem: (message: string) => void;
  nowMs?: () => number;
}>;

export type TrafficStats = Readonly<{
  started: number;
  /** Answers read to their end, by status. */
  answers: Readonly<Record<number, number>>;
  /** Calls that the client left on purpose. */
  hungUp: number;
  /** Answers that broke off. */
  broken: number;
  /** Calls to which no answer came. */
  unreachable: number;
  /** Calls not made because too many were under way. */
  leftOut: number;
  underWay: number;
  /** Whether the gateway is being waited for. */
  waiting: boolean;
}>;

export interface Traffic {
  stats(): TrafficStats;
  /** Breaks off what is under way; resolves within a second. */
  stop(): Promise<void>;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** Plays the calls of a made-up company's teams through a gateway until it is stopped. */
export function startTraffic(options: TrafficOptions): Traffic {
  const { gatewayUrl, keys, onProblem } = options;
  const seed = options.seed ?? 1;
  const callsPerSecond = options.callsPerSecond ?? 4;
  const maxConcurrent = options.maxConcurrent ?? 64;
  const nowMs = options.nowMs ?? Date.now;
  if (keys.length === 0) throw new RangeError("traffic needs at least one key");
  if (!(callsPerSecond > 0)) throw new RangeError("callsPerSecond must be above 0");

  const compose = createComposer({
    traffic: loadTeamTraffic(),
    keys,
    pool: createTextPool(seed),
    seed,
  });
  const random = createRandom(seed + 1);
  const agent = new Agent({ connections: maxConcurrent, headersTimeout: 120_000 });
  const underWay = new Set<Promise<void>>();
  const stats = { started: 0, hungUp: 0, broken: 0, unreachable: 0, leftOut: 0 };
  const answers: Record<number, number> = {};
  let waitMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function schedule(delayMs: number): void {
    if (stopped) return;
    timer = setTimeout(tick, delayMs);
  }

  function tick(): void {
    // While the gateway is away one call at a time asks whether it is back.
    if (underWay.size >= (waitMs > 0 ? 1 : maxConcurrent)) stats.leftOut += 1;
    else begin();
    schedule(waitMs > 0 ? waitMs : nextCallMs(random, callsPerSecond, nowMs()));
  }

  function begin(): void {
    stats.started += 1;
    const call = sendCall(gatewayUrl, compose(), agent).then((outcome) => {
      underWay.delete(call);
      if (!stopped) record(outcome);
    });
    underWay.add(call);
  }

  function record(outcome: CallOutcome): void {
    switch (outcome.kind) {
      case "answered":
        answers[outcome.status] = (answers[outcome.status] ?? 0) + 1;
        if (outcome.refusal === undefined) back();
        else away(`the gateway answers ${outcome.status}: ${outcome.refusal}`);
        return;
      case "hung-up":
        stats.hungUp += 1;
        back();
        return;
      case "broken":
        stats.broken += 1;
        return;
      case "unreachable":
        stats.unreachable += 1;
        away(`the gateway at ${gatewayUrl} does not answer: ${outcome.message}`);
        return;
      default:
        outcome satisfies never;
    }
  }

  function away(message: string): void {
    if (waitMs === 0) {
      onProblem(message);
      waitMs = FIRST_WAIT_MS;
    } else if (underWay.size === 0) {
      // Only the call that asked counts, not those that were under way when the gateway left.
      waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
    }
  }

  function back(): void {
    if (waitMs === 0) return;
    waitMs = 0;
    clearTimeout(timer);
    schedule(0);
  }

  schedule(0);
  return {
    stats: () => ({
      ...stats,
      answers: { ...answers },
      underWay: underWay.size,
      waiting: waitMs > 0,
    }),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await agent.destroy();
      await Promise.all(underWay);
    },
  };
}
