import { readFileSync } from "node:fs";

/** How weights are stored and multiplied. */
export type Precision = "bf16" | "fp8" | "fp4";

/** What a machine's accelerator can do at most, from its maker's sheet; with where that was read. */
export type Accelerator = Readonly<{
  id: string;
  name: string;
  memoryGib: number;
  memoryBytesPerSecond: number;
  /** Multiplications and additions a second without sparsity. A precision that is absent is worked out in bf16. */
  denseFlops: Readonly<Partial<Record<Precision, number>> & { bf16: number }>;
  /** To the others of its machine, in one direction. */
  linkBytesPerSecond: number;
  /** How many can hold one model together. */
  mostLinked: number;
  source: string;
  readOn: string;
}>;

type Listed = Readonly<{
  id: string;
  name: string;
  aliases: readonly string[];
  memory_gib: number;
  memory_bytes_per_second: number;
  dense_flops: Accelerator["denseFlops"];
  link_bytes_per_second: number;
  most_linked: number;
  source: string;
  read_on: string;
}>;

let known: ReadonlyMap<string, Accelerator> | undefined;

/** The accelerators of `data/accelerators.json`, by each of their names. */
function byName(): ReadonlyMap<string, Accelerator> {
  if (known !== undefined) return known;
  const file = new URL("../../data/accelerators.json", import.meta.url);
  const { accelerators, sources } = JSON.parse(readFileSync(file, "utf8")) as Readonly<{
    accelerators: readonly Listed[];
    sources: Readonly<Record<string, string>>;
  }>;
  known = new Map(
    accelerators.flatMap((listed) => {
      const accelerator = acceleratorOf(listed, sources[listed.source] ?? listed.source);
      return [listed.id, ...listed.aliases].map((name) => [name, accelerator] as const);
    }),
  );
  return known;
}

const acceleratorOf = (listed: Listed, source: string): Accelerator => ({
  id: listed.id,
  name: listed.name,
  memoryGib: listed.memory_gib,
  memoryBytesPerSecond: listed.memory_bytes_per_second,
  denseFlops: listed.dense_flops,
  linkBytesPerSecond: listed.link_bytes_per_second,
  mostLinked: listed.most_linked,
  source,
  readOn: listed.read_on,
});

/** The accelerator of this id or alias, in any case; undefined where it is not in the table. */
export const acceleratorNamed = (name: string): Accelerator | undefined =>
  byName().get(name.toLowerCase());

export const acceleratorIds = (): readonly string[] => [
  ...new Set([...byName().values()].map(({ id }) => id)),
];
