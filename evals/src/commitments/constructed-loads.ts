import { seededRandom } from "@headgate/planner";

/** Loads of a step, constructed: the same for the same seed. */
export type ConstructedLoad = Readonly<{ name: string; dollars: Float64Array }>;

const YEAR_HOURS = 8_760;

/** Around 1, with this coefficient of variation. */
function noiseOf(random: () => number, variation: number): number {
  const deviation = Math.sqrt(Math.log1p(variation ** 2));
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.exp(deviation * normal - deviation ** 2 / 2);
}

const isOffice = (hour: number): boolean =>
  Math.floor(hour / 24) % 7 < 5 && hour % 24 >= 8 && hour % 24 < 18;

/** A year of hours in shapes that demand has; $100 an hour on average, roughly. */
export function constructedLoads(seed: number): readonly ConstructedLoad[] {
  const shaped = (name: string, levelAt: (hour: number, random: () => number) => number) => {
    const random = seededRandom(seed);
    return {
      name,
      dollars: Float64Array.from({ length: YEAR_HOURS }, (_, hour) =>
        Math.max(0, 1e8 * levelAt(hour, random)),
      ),
    };
  };
  return [
    shaped("flat", (_hour, random) => noiseOf(random, 0.1)),
    shaped(
      "consumers' days",
      (hour, random) =>
        (1 + 0.7 * Math.cos(((hour - 20) / 24) * 2 * Math.PI)) * noiseOf(random, 0.2),
    ),
    shaped("office hours", (hour, random) => (isOffice(hour) ? 3 : 0.15) * noiseOf(random, 0.2)),
    shaped("bursts", (_hour, random) => (random() < 0.1 ? 6 : 0.45) * noiseOf(random, 0.3)),
    shaped(
      "growing tenfold",
      (hour, random) => 0.2 * 10 ** (hour / YEAR_HOURS) * noiseOf(random, 0.15),
    ),
  ];
}
