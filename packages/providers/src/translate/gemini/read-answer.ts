import type { JsonObject } from "../../json-values.ts";
import type { Answer } from "../answer.ts";
import { FoldedAnswer } from "../fold-events.ts";
import type { TranslationNotes } from "../notes.ts";
import { AnswerChunkReader } from "./answer-chunks.ts";

/** Reads a whole answer, which has the shape of a stream's only chunk. */
export function readGeminiAnswer(body: JsonObject, notes: TranslationNotes): Answer {
  const reader = new AnswerChunkReader(notes);
  const folded = new FoldedAnswer();
  for (const event of reader.read(body)) folded.add(event);
  for (const event of reader.end()) folded.add(event);
  return folded.answer();
}
