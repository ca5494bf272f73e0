import type { Recommendation } from "@headgate/contract";
import { type Picodollars, parseDollars, picodollars } from "@headgate/money";

/**
 * What ranking rests on. Judgements, not measurements: they order recommendations and are in no figure of what is saved.
 */
const shareByConfidence = { high: 90n, medium: 70n, low: 40n } as const;
/** What the risk that answers get worse takes away, in hundredths. */
const shareByRisk = { none: 0n, low: 5n, medium: 15n, high: 30n } as const;
/** An hour of an engineer, shared out over the twelve months in which the change saves: 100 dollars ÷ 12. */
const HOUR_A_MONTH = 8_333_333_333_333n;
const TENTHS = 10n;

type Ranked = Pick<Recommendation, "dollars_per_month" | "effort_hours"> &
  Readonly<{
    confidence: Pick<Recommendation["confidence"], "level">;
    quality: Pick<Recommendation["quality"], "risk">;
  }>;

/**
 * Dollars a month by which recommendations are ranked: the estimate weighed by how sure it is, less what the risk to quality
 * takes away, less the effort. Negative where the effort is more than it brings; what moves no known dollars is its effort.
 */
export function worthOf(ranked: Ranked): Picodollars {
  const { dollars_per_month: dollars, confidence, quality, effort_hours: hours } = ranked;
  const effort = (BigInt(Math.round(hours * Number(TENTHS))) * HOUR_A_MONTH) / TENTHS;
  if (dollars === null) return picodollars(-effort);
  const estimate = parseDollars(dollars.estimate);
  const share = shareByConfidence[confidence.level] - shareByRisk[quality.risk];
  return picodollars((estimate * share) / 100n - effort);
}
