import { cosineOf, SignIndex } from "@headgate/levers";
import { createRandom } from "@headgate/simulator";

export type IndexRow = Readonly<{
  entries: number;
  questions: number;
  /** How often the nearest entry is the one that a comparison with all finds. */
  recall_at_1: number;
  cpu_ms_per_search: number;
  cpu_ms_of_comparing_all: number;
}>;

/** Of a mixture, the share of the first vector: near enough to it to be its neighbour, and not the same. */
const LEANING = 0.75;

/**
 * Searches an index of so many vectors, mixtures of pairs of real ones (constructed), for other mixtures, and compares
 * each answer with that of a full comparison.
 */
export function measureIndex(
  real: readonly Float32Array[],
  entries: number,
  questions: number,
  seed: number,
): IndexRow {
  const random = createRandom(seed);
  const pick = (): Float32Array => {
    const vector = real[Math.floor(random() * real.length)];
    if (vector === undefined) throw new RangeError("no vectors to mix");
    return vector;
  };
  const index = new SignIndex();
  const vectors: Float32Array[] = [];
  for (let entry = 0; entry < entries; entry += 1) {
    const vector = mixed(pick(), pick(), LEANING);
    vectors.push(vector);
    index.add(String(entry), vector);
  }
  const asked = Array.from({ length: questions }, () =>
    mixed(vectors[Math.floor(random() * entries)] ?? pick(), pick(), LEANING),
  );
  const searched = timed(() => asked.map((vector) => index.nearest(vector, 1)[0]?.id));
  const compared = timed(() => asked.map((vector) => String(nearestOfAll(vectors, vector))));
  const same = searched.result.filter((id, at) => id === compared.result[at]).length;
  return {
    entries,
    questions,
    recall_at_1: same / questions,
    cpu_ms_per_search: searched.cpuMs / questions,
    cpu_ms_of_comparing_all: compared.cpuMs / questions,
  };
}

function mixed(a: Float32Array, b: Float32Array, ofA: number): Float32Array {
  const sum = a.map((value, index) => ofA * value + (1 - ofA) * (b[index] ?? 0));
  const length = Math.sqrt(cosineOf(sum, sum));
  return sum.map((value) => value / length);
}

function nearestOfAll(vectors: readonly Float32Array[], asked: Float32Array): number {
  let best = -1;
  let bestCosine = Number.NEGATIVE_INFINITY;
  for (const [id, vector] of vectors.entries()) {
    const cosine = cosineOf(asked, vector);
    if (cosine > bestCosine) [best, bestCosine] = [id, cosine];
  }
  return best;
}

function timed<Result>(work: () => Result): Readonly<{ result: Result; cpuMs: number }> {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuMs: (user + system) / 1_000 };
}
