import { DAYS_PER_MONTH } from "../statistics/month.ts";
import { pickPlace, seededRandom } from "../statistics/seeded-random.ts";
import type { DemandOutlook } from "./demand-outlook.ts";
import type { DemandScenario } from "./demand-scenario.ts";

/** One way in which demand may go on: at points of a term, its level beside today's, and the weeks that it is like. */
export type DemandPath = readonly PathPoint[];
type PathPoint = Readonly<{
  /** Months from now to the middle of what the point stands for. */
  month: number;
  /** Times today's demand. */
  level: number;
  /** Places of past weeks, each as often as it was drawn. */
  weeks: readonly number[];
}>;

type Sampling = Readonly<{
  outlook: DemandOutlook;
  scenario: DemandScenario;
  /** Length of the term. */
  months: number;
  /** How many whole weeks of the past there are to draw from. */
  weeks: number;
  samples: number;
  seed: number;
}>;

const MOST_POINTS = 12;
/**
 * How fast growth that a method measured wears off: half of what is left in 90 days. Growth of some weeks does not go
 * on for years. Growth that the user states is taken as it is stated.
 */
const GROWTH_WEARS_OFF_DAYS = 90 / Math.LN2;

/**
 * Samples of how demand may go on, each as likely as the others: the growth that the history's best method expects, or
 * that the user states; an error drawn from the same method's past ones, which widens with the root of time; switches
 * as likely as they are said to be; and shapes of weeks drawn whole from the past, so that rhythm and bursts stay.
 */
export function samplePaths(about: Sampling): readonly DemandPath[] {
  if (about.weeks < 1) throw new RangeError("without a week of the past there is no shape");
  const random = seededRandom(about.seed);
  const points = Math.max(1, Math.min(MOST_POINTS, Math.round(about.months)));
  const weeksEach = points <= 3 ? 4 : 2;
  return Array.from({ length: about.samples }, () => {
    const levelAt = sampleLevel(about, random);
    const switches = about.scenario.switches.filter(({ probability }) => random() < probability);
    return Array.from({ length: points }, (_, point) => {
      const month = ((point + 0.5) * about.months) / points;
      const factor = switches
        .filter(({ afterMonths }) => afterMonths <= month)
        .reduce((product, { demandFactor }) => product * demandFactor, 1);
      return {
        month,
        level: levelAt(month) * factor,
        weeks: Array.from({ length: weeksEach }, () => pickPlace(random, about.weeks)),
      };
    });
  });
}

function sampleLevel(
  { outlook, scenario }: Sampling,
  random: () => number,
): (month: number) => number {
  const place = random();
  const stated = scenario.growthPerMonth;
  const perMonth = stated === undefined ? null : Math.log1p(atShare(stated, place));
  if (outlook.kind === "history_too_short") {
    return (month) => Math.exp(perMonth === null ? 0 : perMonth * month);
  }
  const { logErrors, horizonDays } = outlook.backTest;
  const error = logErrors[pickPlace(random, logErrors.length)] as number;
  return (month) => {
    const days = month * DAYS_PER_MONTH;
    const grown =
      perMonth === null
        ? outlook.dailyGrowth *
          GROWTH_WEARS_OFF_DAYS *
          (1 - Math.exp(-days / GROWTH_WEARS_OFF_DAYS))
        : perMonth * month;
    return Math.exp(grown + error * Math.sqrt(days / horizonDays));
  };
}

/** The growth that so many cases do not exceed: straight lines between a tenth, the half and nine tenths. */
function atShare(
  { low, estimate, high }: Readonly<{ low: number; estimate: number; high: number }>,
  share: number,
): number {
  if (share <= 0.5) return estimate - ((estimate - low) * Math.min(0.4, 0.5 - share)) / 0.4;
  return estimate + ((high - estimate) * Math.min(0.4, share - 0.5)) / 0.4;
}
