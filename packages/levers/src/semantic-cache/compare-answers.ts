import { hash } from "node:crypto";
import { canonicalJson } from "../exact-cache/canonical-json.ts";
import type { TextEmbedder } from "./question-embedder.ts";
import { unreadable } from "./readable-question.ts";
import { cosineOf } from "./sign-index.ts";
import { comparable, vetoOf } from "./veto.ts";

/** An answer's text so short is a name, a class, a number: it means what it says. */
const MOST_OF_LABEL = 64;
/** Longer answers are more than the model reads. */
const MOST_CHARACTERS = 600;
/** Two short statements at this cosine and without a veto say the same. */
const SAME = 0.9;

type Form = "json" | "label" | "statement" | "long";
type Read = Readonly<{
  form: Form;
  /** Without what does not change it. */
  normal: string;
  vector: Float32Array | undefined;
}>;

/**
 * Whether a kept answer says what a fresh one to a near question says; undefined where no rule can tell. What can be
 * judged is decided by the answers' form, before they are compared: were equal long texts judged right and
 * unequal ones left out, hits would look better than they are. Where form or words differ among what can be judged,
 * that is wrong.
 *
 * @param embedder the model that comes with the project, whichever compares questions: the cosine here is of its vectors
 */
export async function compareAnswers(
  fresh: string,
  kept: string,
  embedder: TextEmbedder,
): Promise<boolean | undefined> {
  const [a, b] = await Promise.all([readAnswer(fresh, embedder), readAnswer(kept, embedder)]);
  if (a.form === "long" && b.form === "long") return undefined;
  if (a.form === "long" || b.form === "long") return false;
  if (a.normal === b.normal) return true;
  if (a.form === "json" || b.form === "json") return false;
  if (a.vector === undefined || b.vector === undefined) return false;
  return (
    cosineOf(a.vector, b.vector) >= SAME &&
    vetoOf(comparable(fresh), comparable(kept)) === undefined
  );
}

/**
 * Whether a fresh answer can always be compared with this one: then what is served of such answers is judged without a
 * choice by how it came out. A fresh answer that no rule can read is wrong beside one that can be read.
 */
export async function isJudgeable(kept: string, embedder: TextEmbedder): Promise<boolean> {
  return isJudgeableByForm(kept) ?? (await readAnswer(kept, embedder)).form !== "long";
}

/** The same, where it is seen without a vector; undefined of what may be a statement. */
export function isJudgeableByForm(kept: string): boolean | undefined {
  if (jsonOf(kept) !== undefined) return true;
  if (kept.length > MOST_CHARACTERS) return false;
  return normalText(kept).length <= MOST_OF_LABEL ? true : undefined;
}

/** Answers with one key are one answer: JSON by its value, text without case, white space and final points. */
export const answerKeyOf = (text: string): string =>
  // A digest: the text itself lies in the store, once.
  hash("sha256", jsonOf(text) ?? normalText(text), "hex");

/** Whether an answer is an object or a list, also between the marks of a code block: then its key is of its value. */
export const isJsonAnswer = (text: string): boolean => jsonOf(text) !== undefined;

async function readAnswer(text: string, embedder: TextEmbedder): Promise<Read> {
  const json = jsonOf(text);
  if (json !== undefined) return { form: "json", normal: json, vector: undefined };
  const normal = normalText(text);
  if (text.length > MOST_CHARACTERS) return { form: "long", normal, vector: undefined };
  const embedded = await embedder.embed(text);
  const isReadable = unreadable(text, embedded) === undefined;
  const vector = isReadable ? embedded.vector : undefined;
  if (normal.length <= MOST_OF_LABEL) return { form: "label", normal, vector };
  return { form: isReadable ? "statement" : "long", normal, vector };
}

/** Without case, white space and final points. Of any length: no expression here looks twice at a character. */
export function normalText(text: string): string {
  const plain = text.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
  let end = plain.length;
  while (end > 0 && ".!".includes(plain.charAt(end - 1))) end -= 1;
  return plain.slice(0, end);
}

/** The canonical text of an object or a list, also between the marks of a code block; undefined where it is neither. */
function jsonOf(text: string): string | undefined {
  const bare = withoutFence(text.trim());
  if (!/^[{[]/.test(bare)) return undefined;
  try {
    return canonicalJson({ answer: JSON.parse(bare) as unknown }, `{"answer":${bare}}`);
  } catch {
    return undefined;
  }
}

function withoutFence(text: string): string {
  if (text.length < 6 || !text.startsWith("```") || !text.endsWith("```")) return text;
  return text
    .slice(3, -3)
    .replace(/^json\b/u, "")
    .trim();
}
