import type { LinearProgram, Terms } from "../../solver/linear-program.ts";
import type { Bin, Packable, Packed } from "./packable.ts";
import { cheapestBin, taken } from "./packable.ts";

export type PackingLimits = Readonly<{
  modelsAtMost: number;
  /** The hours that are looked at; others may be broken. */
  hours: readonly number[];
  /** Only packings that cost less than this are looked for. */
  below: number;
}>;

/** A packing must be cheaper by a hundredth of a cent an hour to be looked for. */
const LEAST_CHEAPER = 1e-4;

/**
 * Packing as a program. A machine is named by the first of its models, so that no packing is told twice: `x_i_r` says
 * that model i is on the machine of model r ≤ i, `z_r_t` that this machine is of kind t.
 */
export function packingProgram(
  models: readonly Packable[],
  bins: readonly Bin[],
  { modelsAtMost, hours, below }: PackingLimits,
): LinearProgram {
  const rows: LinearProgram["rows"][number][] = [];
  const minimise: [string, number][] = [];
  const binary: string[] = [];
  for (const [index] of models.entries()) {
    const places = models.slice(0, index + 1).map((_, first) => x(index, first));
    binary.push(...places);
    rows.push({ terms: places.map((place) => [place, 1] as const), is: "=", bound: 1 });
  }
  for (const [first] of models.entries()) {
    const guests = models.map((_, index) => index).filter((index) => index >= first);
    const kinds = bins.map((_, kind) => z(first, kind));
    binary.push(...kinds);
    minimise.push(...bins.map((bin, kind): [string, number] => [z(first, kind), bin.cost]));
    const within = (use: (model: Packable) => number, room: (bin: Bin) => number): Terms => [
      ...guests.map((index) => [x(index, first), use(models[index] as Packable)] as const),
      ...bins.map((bin, kind) => [z(first, kind), -room(bin)] as const),
    ];
    rows.push(
      {
        terms: [...kinds.map((kind) => [kind, 1] as const), [x(first, first), -1]],
        is: "=",
        bound: 0,
      },
      {
        terms: within(
          (model) => model.memoryGib,
          (bin) => bin.memoryGib,
        ),
        is: "<=",
        bound: 0,
      },
      {
        terms: [
          ...guests
            .map((index) => [x(index, first), 1] as const)
            .filter(([name]) => name !== x(first, first)),
          [x(first, first), 1 - modelsAtMost],
        ],
        is: "<=",
        bound: 0,
      },
      ...guests
        .filter((index) => index > first)
        .map((index): LinearProgram["rows"][number] => ({
          terms: [
            [x(index, first), 1],
            [x(first, first), -1],
          ],
          is: "<=",
          bound: 0,
        })),
      ...hours.map((hour): LinearProgram["rows"][number] => ({
        terms: within(
          (model) => model.activity[hour] as number,
          (bin) => bin.capacity,
        ),
        is: "<=",
        bound: 0,
      })),
    );
  }
  rows.push({ terms: minimise, is: "<=", bound: below - LEAST_CHEAPER });
  return { minimise, rows, binary };
}

const x = (index: number, first: number): string => `x_${index}_${first}`;
const z = (first: number, kind: number): string => `z_${first}_${kind}`;

/** The machines that a solution names, each as the cheapest kind that carries its models. */
export function readPacking(
  values: ReadonlyMap<string, number>,
  models: readonly Packable[],
  bins: readonly Bin[],
): Packed {
  const isOne = (name: string): boolean => Math.round(values.get(name) ?? Number.NaN) === 1;
  return models.flatMap((_, first) => {
    if (!isOne(x(first, first))) return [];
    const guests = models
      .map((_, index) => index)
      .filter((index) => index >= first && isOne(x(index, first)));
    const bin = cheapestBin(bins, taken(models, guests));
    return bin === undefined ? [] : [{ bin, models: guests }];
  });
}
