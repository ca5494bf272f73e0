import { upperBoundOfShare } from "./clopper-pearson.ts";

/** A candidate that came up, with what a fresh answer said of it where there was one. */
export type ScoredCandidate = Readonly<{ score: number; correct: boolean | undefined }>;

export type CertifiedThreshold = Readonly<{
  /** Candidates with this score or more may be served. */
  threshold: number;
  /** Of candidates at or above it: the wrong share, estimated, and its upper bound. */
  wrongShare: number;
  upperBound: number;
  /** How many independent judgements the estimate is worth. */
  effective: number;
  /** The share of candidates at or above it. */
  served: number;
}>;

/** Candidates are cut into so many strata by their score. */
const STRATA = 26;
/** The sequence of tests begins at so many times the judgements that could prove anything at all. */
const MARGIN = 2;

type Stratum = Readonly<{ candidates: number; judged: number; wrong: number; lowest: number }>;

/**
 * The loosest threshold at which the wrong share of hits is at most `target` with the given confidence, or undefined
 * where none is.
 *
 * The wrong share is a stratified estimate: served candidates are judged rarely and all others always, so each stratum
 * of scores counts by its share of all candidates, and its own judgements tell its wrong share. The bound is Clopper and
 * Pearson's at the number of plain judgements that would have the same variance. Thresholds are tested one after the
 * other from strict to loose, and the first that fails ends it: no correction for their number is needed.
 */
export function certifyThreshold(
  candidates: readonly ScoredCandidate[],
  { target, confidence }: Readonly<{ target: number; confidence: number }>,
): CertifiedThreshold | undefined {
  const needed = (MARGIN * Math.log(1 - confidence)) / Math.log(1 - target);
  let certified: CertifiedThreshold | undefined;
  const above: Stratum[] = [];
  for (const stratum of strataOf(candidates)) {
    above.push(stratum);
    const estimate = estimateOf(above);
    if (estimate.effective < needed) continue;
    const upperBound = upperBoundOfShare(
      { wrong: estimate.wrongShare * estimate.effective, seen: estimate.effective },
      confidence,
    );
    if (upperBound > target) break;
    certified = {
      threshold: stratum.lowest,
      upperBound,
      served: estimate.candidates / candidates.length,
      wrongShare: estimate.wrongShare,
      effective: estimate.effective,
    };
  }
  return certified;
}

/**
 * Strata of about equally many candidates, highest scores first; one without a judgement joins the next. Candidates of one score are of
 * one stratum: a threshold lets all of them through, so all of them are counted.
 */
function strataOf(candidates: readonly ScoredCandidate[]): readonly Stratum[] {
  const sorted = [...candidates].sort((a, b) => b.score - a.score);
  const size = Math.max(1, Math.ceil(sorted.length / STRATA));
  const strata: Stratum[] = [];
  let open: Stratum = { candidates: 0, judged: 0, wrong: 0, lowest: Number.POSITIVE_INFINITY };
  for (const [index, { score, correct }] of sorted.entries()) {
    open = {
      candidates: open.candidates + 1,
      judged: correct === undefined ? open.judged : open.judged + 1,
      wrong: correct === false ? open.wrong + 1 : open.wrong,
      lowest: score,
    };
    const isTied = sorted[index + 1]?.score === score;
    if (open.candidates < size || open.judged === 0 || isTied) continue;
    strata.push(open);
    open = { candidates: 0, judged: 0, wrong: 0, lowest: score };
  }
  return strata;
}

function estimateOf(strata: readonly Stratum[]) {
  const candidates = strata.reduce((sum, stratum) => sum + stratum.candidates, 0);
  let wrongShare = 0;
  let smoothShare = 0;
  let variance = 0;
  for (const stratum of strata) {
    const weight = stratum.candidates / candidates;
    // Half a wrong and half a right one more: a stratum without a wrong one is not known to be free of them.
    const smooth = (stratum.wrong + 0.5) / (stratum.judged + 1);
    wrongShare += (weight * stratum.wrong) / stratum.judged;
    smoothShare += weight * smooth;
    variance += (weight * weight * smooth * (1 - smooth)) / stratum.judged;
  }
  const effective = (smoothShare * (1 - smoothShare)) / variance;
  return { candidates, wrongShare, effective };
}
