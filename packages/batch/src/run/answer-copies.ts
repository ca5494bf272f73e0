import { parseDollars, ZERO } from "@headgate/money";
import { isJsonObject } from "@headgate/providers";
import type { BatchPorts, BatchProvider } from "../ports.ts";
import { copyRow, isMoved, type RealTimeCosts, type RowTerms, realTimeCostsOf } from "../row-of.ts";
import type { EndedCopy, Settlement } from "../store.ts";
import { referenceTerms } from "./reference-terms.ts";

const PAGE = 500;

/** Answers copies whose leaders have ended. Returns how many. */
export async function answerCopies(ports: BatchPorts): Promise<number> {
  const ended = await ports.store.endedCopies(PAGE);
  if (ended.length === 0) return 0;
  const costs = new Map<string, RealTimeCosts>();
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
    const cost = costs.get(leader.id) ?? (await costsOf(ports, pair, terms));
    costs.set(leader.id, cost);
    settlements.push({
      id: copy.id,
      from: { state: "copy" },
      becomes: {
        state: leader.state === "answered" || leader.state === "expired" ? leader.state : "failed",
        resultOf: leader.id,
      },
      ...(terms !== undefined && { row: copyRow(copy, leader, cost, terms) }),
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
  reference: referenceTerms(ports, leader),
  prices: ports.prices(),
  // As they are kept, so that the row is the same when it is made anew.
  times: { startedAtMs: copy.admittedAtMs, endedAtMs: leader.endedAtMs ?? copy.admittedAtMs },
});

/** What each copy would have cost in real time; of a leader that failed, nothing. */
async function costsOf(
  ports: BatchPorts,
  { leader, leaderBaseline }: EndedCopy,
  terms: RowTerms | undefined,
): Promise<RealTimeCosts> {
  if (leader.state !== "answered") return { baseline: ZERO, steps: [] };
  const known = leaderBaseline === undefined ? undefined : parseDollars(leaderBaseline);
  if (known !== undefined && !isMoved(leader)) return { baseline: known, steps: [] };
  // Asked in real time, the gateway has its row, and its answer states its usage.
  const result = (await ports.store.results([leader.id])).get(leader.id);
  const body = result === undefined ? undefined : jsonOf(result.body);
  const read =
    terms === undefined || !isJsonObject(body) ? undefined : realTimeCostsOf(leader, body, terms);
  const unknown: RealTimeCosts = {
    baseline: undefined,
    // An answer in another format than its provider's does not say what routing saved of it.
    steps: isMoved(leader) ? [{ lever: "route", costAfter: undefined }] : [],
  };
  return { ...(read ?? unknown), ...(known !== undefined && { baseline: known }) };
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
