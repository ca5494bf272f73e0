import { isShort, type Question } from "../question.ts";
import { isStopWord } from "../stop-words.ts";

/** Words whose two sides are not the same thing. */
const DIRECTIONS = ["from", "to", "into", "than", "before", "after", "over", "by"] as const;
type Direction = (typeof DIRECTIONS)[number];
/** What stands after the one in a text and after the other in the other text has changed places. */
const COUNTERPARTS: readonly (readonly [Direction, Direction])[] = [
  ["from", "to"],
  ["from", "into"],
  ["before", "after"],
];

/**
 * The first two arguments that change places between two texts: "from A to B" and "from B to A", "A than B" and
 * "B than A". Whole clauses may change places: "to B from A" asks for the same.
 */
export function swappedArguments(a: Question, b: Question): readonly [string, string] | undefined {
  const ofA = argumentsOf(a);
  const ofB = argumentsOf(b);
  for (const [one, other] of COUNTERPARTS) {
    const first = ofA.get(one);
    const second = ofA.get(other);
    if (first === undefined || second === undefined || first === second) continue;
    if (ofB.get(other) === first && ofB.get(one) === second) return [first, second];
  }
  if (!isShort(a) || !isShort(b)) return undefined;
  return swappedBeside(a, b, ofA, ofB) ?? reordered(a, b);
}

/** With the same words of meaning, another one after the same direction: "usd to eur" and "eur to usd". */
function swappedBeside(
  a: Question,
  b: Question,
  ofA: ReadonlyMap<Direction, string>,
  ofB: ReadonlyMap<Direction, string>,
): readonly [string, string] | undefined {
  if (!haveSameStems(a.content, b.content)) return undefined;
  for (const [direction, argument] of ofA) {
    const other = ofB.get(direction);
    if (other !== undefined && other !== argument) return [argument, other];
  }
  return undefined;
}

/** All the same words in another order, where it is not that two clauses changed places. */
function reordered(a: Question, b: Question): readonly [string, string] | undefined {
  if (!haveSameStems(a.words, b.words)) return undefined;
  const isSame = (index: number): boolean => a.words[index]?.stem === b.words[index]?.stem;
  let start = 0;
  while (start < a.words.length && isSame(start)) start += 1;
  let end = a.words.length;
  while (end > start && isSame(end - 1)) end -= 1;
  const moved = a.words.slice(start, end);
  const [one] = moved;
  const other = b.words[start];
  if (one === undefined || other === undefined) return undefined;
  return areMovedClauses(moved, b.words.slice(start, end)) ? undefined : [one.lower, other.lower];
}

/** "to Turin from Lyon" and "from Lyon to Turin": both clauses begin with a word that ties what follows to it. */
function areMovedClauses(a: Question["words"], b: Question["words"]): boolean {
  const ofB = stemsOf(b).join(" ");
  return a.some((word, index) => {
    const rest = a.slice(index);
    const beginsClause = isStopWord(word.lower) && isStopWord(a[0]?.lower ?? "");
    return index > 0 && beginsClause && stemsOf([...rest, ...a.slice(0, index)]).join(" ") === ofB;
  });
}

const stemsOf = (words: Question["words"]): readonly string[] => words.map(({ stem }) => stem);

const haveSameStems = (a: Question["words"], b: Question["words"]): boolean =>
  a.length === b.length && [...stemsOf(a)].sort().join(" ") === [...stemsOf(b)].sort().join(" ");

/** The stem that follows each direction, over words without meaning of their own. */
function argumentsOf({ words }: Question): ReadonlyMap<Direction, string> {
  const found = new Map<Direction, string>();
  for (const [index, { lower }] of words.entries()) {
    const direction = DIRECTIONS.find((one) => one === lower);
    if (direction === undefined || found.has(direction)) continue;
    const argument = words
      .slice(index + 1, index + 4)
      .find((word) => !isStopWord(word.lower) && !DIRECTIONS.some((one) => one === word.lower));
    if (argument !== undefined) found.set(direction, argument.stem);
  }
  return found;
}
