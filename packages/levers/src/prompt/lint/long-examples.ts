import { examplePartsOf } from "./example-parts.ts";
import type { Finding } from "./finding.ts";
import { stretchesOf } from "./own-words.ts";

const LEAST_UNITS = 1_200;
/** An example that takes more of its prompt than this is worth a look. */
const MOST_SHARE = 0.2;

/** Fenced blocks and `<example>` parts that take much of the prompt. Which of them is needed, an evaluation can say. */
export function longExamples(prompt: string): readonly Finding[] {
  const places = [
    ...stretchesOf(prompt).filter(({ kind }) => kind === "fenced"),
    ...examplePartsOf(prompt),
  ];
  const found: Finding[] = [];
  for (const { start, end } of places) {
    const share = (end - start) / prompt.length;
    if (end - start < LEAST_UNITS || share < MOST_SHARE) continue;
    if (found.some((other) => start < other.end && other.start < end)) continue;
    const reason = `An example that is ${Math.round(share * 100)} % of the prompt: a shorter one may do. Measure before you leave it out.`;
    found.push({ rule: "long_example", start, end, reason, replacement: undefined });
  }
  return found;
}
