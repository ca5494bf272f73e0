import { type Picodollars, parseDollars, ZERO } from "@headgate/money";
import { isJsonObject } from "@headgate/providers";
import type { BatchPorts, BatchProvider } from "../ports.ts";
import { copyRow, type RowTerms, realTimeCost } from "../row-of.ts";
import type { EndedCopy, Settlement } from "../store.ts";

const PAGE = 500;

/** Answers copies whose leaders have ended. Returns how many. */
export async function answerCopies(ports: BatchPorts): Promise<number> {
  const ended = await ports.store.endedCopies(PAGE);
  if (ended.length === 0) return 0;
  const baselines = new Map<string, Picodollars | undefined>();
  const settlements: Settlement[] = [];
  for (const pair of ended) {
    const { copy, leader } = pair;
    if (leader.state === "expired" && copy.deadlineMs > ports.nowMs()) {
      // Its own time is not over: it is asked for itself.
      settlements.push({
        ...{ id: copy.id, from: { state: "copy" }, atMs: ports.nowMs() },
        becomes: { state: "waiting", reason: "leader_expired" },
      });
      continue;
    }
    const provider = ports.provider(leader.target.provider);
    const terms = provider && termsOf(ports, pair, provider);
    if (!baselines.has(leader.id)) {
      baselines.set(leader.id, await baselineOf(ports, pair, terms));
    }
    settlements.push({
      id: copy.id,
      from: { state: "copy" },
      becomes: {
        state: leader.state === "answered" || leader.state === "expired" ? leader.state : "failed",
        resultOf: leader.id,
      },
      ...(terms !== undefined && { row: copyRow(copy, leader, baselines.get(leader.id), terms) }),
      atMs: ports.nowMs(),
    });
  }
  const held = await ports.store.settle(settlements);
  ports.ended(
    ended
      .filter((_, index) => held[index] === true && settlements[index]?.becomes.state !== "waiting")
      .map(({ copy }) => copy),
  );
  return ended.length;
}

const termsOf = (
  ports: BatchPorts,
  { copy, leader }: EndedCopy,
  provider: BatchProvider,
): RowTerms => ({
  provider,
  prices: ports.prices(),
  // As they are kept, so that the row is the same when it is made anew.
  times: { startedAtMs: copy.admittedAtMs, endedAtMs: leader.endedAtMs ?? copy.admittedAtMs },
});

/** What each copy would have cost in real time; of a leader that failed, nothing. */
async function baselineOf(
  ports: BatchPorts,
  { leader, leaderBaseline }: EndedCopy,
  terms: RowTerms | undefined,
): Promise<Picodollars | undefined> {
  if (leader.state !== "answered") return ZERO;
  if (leaderBaseline !== undefined) return parseDollars(leaderBaseline);
  // Asked in real time: the gateway has its row, and its answer states its usage.
  const result = (await ports.store.results([leader.id])).get(leader.id);
  if (result === undefined || terms === undefined) return undefined;
  const body = jsonOf(result.body);
  return isJsonObject(body) ? realTimeCost(leader, body, terms) : undefined;
}

/** What an answer says; `undefined` where it is no JSON, as of a proxy that answers 200 with a page of its own or with nothing. */
function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
