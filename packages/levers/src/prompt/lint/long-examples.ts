import type { Finding } from "./finding.ts";
import { stretchesOf } from "./own-words.ts";

const LEAST_UNITS = 1_200;
/** An example that takes more of its prompt than this is worth a look. */
const MOST_SHARE = 0.2;

const tagged = /<(examples?|sample|demo)\b[^>]{0,200}>/gi;

/** Fenced blocks and `<example>` parts that take much of the prompt. Which of them is needed, an evaluation can say. */
export function longExamples(prompt: string): readonly Finding[] {
  const places: Readonly<{ start: number; end: number }>[] = stretchesOf(prompt).filter(
    ({ kind }) => kind === "fenced",
  );
  for (const { 0: tag, 1: name = "", index } of prompt.matchAll(tagged)) {
    const closing = prompt.indexOf(`</${name}>`, index);
    if (closing > 0) places.push({ start: index, end: closing + name.length + 3 });
    else if (tag === "") break;
  }
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
