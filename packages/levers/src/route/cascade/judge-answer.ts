import { certifyDial, type DialPromise } from "../certify-dial.ts";
import { failedChecks, type HardCheck } from "./look-at-answer.ts";
import { type LookedAt, type POk, pOk } from "./p-ok.ts";

/** What of a cascade is certified. */
export type CertifiedCascade = Readonly<{
  /** Answers with a P(ok) of more are accepted. */
  threshold: number;
  /** The lower bound of the share of the reference's quality, and its estimate. */
  lowerBound: number;
  estimate: number;
  /** The share of the judged answers that is accepted by it. */
  accepted: number;
  labels: number;
}>;

/** A cheaper model's answer that was judged beside the reference's. */
export type JudgedPair = Readonly<{
  /** By parts that did not see it; 0 where a hard check failed. */
  pOk: number;
  quality: number;
  ofReference: number;
}>;

/**
 * The lowest threshold of P(ok) whose choices keep the promise, by the dial's own test: one threshold after the other
 * from cautious to bold, the first that fails ends it. Undefined where none does.
 */
export function certifyCascade(
  pairs: readonly JudgedPair[],
  promise: DialPromise,
): CertifiedCascade | undefined {
  // To the dial the answer is a model that costs nothing more and is expected to be worth P(ok): it takes it where
  // P(ok) − 1 + λ is above 0.
  const dial = certifyDial(
    pairs.map(({ pOk: expected, quality, ofReference }) => ({
      expected: [
        { model: "reference", cost: 1, quality: 1 },
        { model: "answered", cost: 0, quality: expected },
      ],
      qualities: [ofReference, quality],
    })),
    promise,
  );
  if (dial === undefined) return undefined;
  const { lambda, lowerBound, estimate, labels, saved } = dial;
  return { threshold: 1 - lambda, lowerBound, estimate, labels, accepted: saved };
}

/** Whether an answer is given, and what decided. */
export type Verdict =
  | Readonly<{ kind: "accept"; by: "p_ok" | "dial"; pOk: number | undefined }>
  | Readonly<{ kind: "escalate"; by: "check"; failed: readonly HardCheck[] }>
  | Readonly<{ kind: "escalate"; by: "p_ok" | "not_certified"; pOk: number | undefined }>;

/**
 * Whether an answer is given. A failed hard check always says no. Else P(ok) decides where a threshold of it is
 * certified; where none is, the answer is given only if the model that gave it was certified without looking at it.
 */
export function judgeAnswer(
  looked: LookedAt,
  {
    model,
    certified,
    isCovered,
  }: Readonly<{
    model: POk | undefined;
    certified: CertifiedCascade | undefined;
    /** The dial certifies this model for such calls. */
    isCovered: boolean;
  }>,
): Verdict {
  const failed = failedChecks(looked.findings);
  if (failed.length > 0) return { kind: "escalate", by: "check", failed };
  const worth = model === undefined ? undefined : pOk(model, looked);
  if (worth !== undefined && certified !== undefined) {
    return { kind: worth > certified.threshold ? "accept" : "escalate", by: "p_ok", pOk: worth };
  }
  return isCovered
    ? { kind: "accept", by: "dial", pOk: worth }
    : { kind: "escalate", by: "not_certified", pOk: worth };
}
