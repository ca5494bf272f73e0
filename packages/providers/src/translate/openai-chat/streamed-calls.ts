import { isJsonObject, type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import type { AnswerEvent } from "../answer.ts";
import type { Signature } from "../conversation.ts";
import type { TranslationNotes } from "../notes.ts";
import type { OpenPart } from "../open-part.ts";
import { googleSignatureOf } from "./read-answer.ts";

type Piece = Readonly<{
  index: number | undefined;
  id: string | undefined;
  name: string | undefined;
  text: string | undefined;
  signature: Signature | undefined;
}>;

type StreamedCall = Readonly<{
  index: number | undefined;
  id: string;
  name: string;
  signature: Signature | undefined;
}> & { text: string };

/**
 * The calls of a streamed answer, one after the other, from pieces that say by index and id where they
 * belong. Gemini's compatible endpoint gives parallel calls the same index
 * (https://github.com/NousResearch/hermes-agent/issues/62940, read 2026-11-30); some servers give no index, or no
 * id. One call goes out as its pieces come; pieces of later ones wait until it is whole.
 */
export class StreamedCalls {
  readonly #part: OpenPart;
  readonly #notes: TranslationNotes;
  readonly #calls: StreamedCall[] = [];
  /** How many have gone out, or begun to; those behind wait. */
  #begun = 0;
  #open: StreamedCall | undefined;

  constructor(part: OpenPart, notes: TranslationNotes) {
    this.#part = part;
    this.#notes = notes;
  }

  /** Whether any call has come. */
  get hasAny(): boolean {
    return this.#calls.length > 0;
  }

  *take(json: JsonObject): Generator<AnswerEvent> {
    const piece = pieceOf(json);
    const known = this.#callOf(piece);
    if (known === undefined) {
      yield* this.#add(piece);
      return;
    }
    if (piece.text === undefined) return;
    if (known !== this.#open) {
      if (this.#calls.indexOf(known) >= this.#begun) known.text += piece.text;
      else if (piece.text.trim() !== "") {
        this.#notes.lose("tool_calls", "a piece came for a call that was over");
      }
      return;
    }
    known.text += piece.text;
    yield { kind: "delta", text: piece.text };
    yield* this.#goOn();
  }

  /** No more pieces belong to the calls that have come: those that wait go out as they are. */
  *end(): Generator<AnswerEvent> {
    while (this.#begun < this.#calls.length) yield* this.#begin();
    this.#open = undefined;
  }

  /** The call that a piece belongs to; `undefined` where it begins one. */
  #callOf({ index, id, name, text }: Piece): StreamedCall | undefined {
    const there = (call: StreamedCall): boolean => index === undefined || call.index === index;
    const known = this.#calls.findLast(
      (call) => there(call) && (id === undefined || call.id === id),
    );
    if (known === undefined) {
      // Some servers make up an id for each piece, but name the function once.
      return id !== undefined && name === undefined ? this.#calls.findLast(there) : undefined;
    }
    const isSaidAgain = id !== undefined || name === undefined;
    if (isSaidAgain || (text === undefined && name === known.name)) return known;
    // Nothing can follow a whole input, so what names a function then is a call of its own.
    return isWhole(known.text) ? undefined : known;
  }

  *#add({ index, id, name, text, signature }: Piece): Generator<AnswerEvent> {
    if (name === undefined) {
      this.#notes.lose("tool_calls", "a piece came for a call that was not open");
      return;
    }
    const made = `call_${this.#calls.length}`;
    this.#calls.push({ index, id: id ?? made, name, signature, text: text ?? "" });
    yield* this.#goOn();
  }

  /** Begins calls that wait, as long as the open one is whole. */
  *#goOn(): Generator<AnswerEvent> {
    while (
      this.#begun < this.#calls.length &&
      (this.#open === undefined || isWhole(this.#open.text))
    ) {
      yield* this.#begin();
    }
  }

  *#begin(): Generator<AnswerEvent> {
    const call = this.#calls[this.#begun];
    if (call === undefined) return;
    this.#begun += 1;
    this.#open = call;
    const { id, name, signature, text } = call;
    yield* this.#part.begin({
      kind: "tool-call",
      id,
      name,
      ...(signature !== undefined && { signature }),
    });
    if (text !== "") yield { kind: "delta", text };
  }
}

function pieceOf(json: JsonObject): Piece {
  const called = objectOrAbsent(json.function);
  return {
    index: typeof json.index === "number" ? json.index : undefined,
    id: textOrAbsent(json.id),
    name: textOrAbsent(called?.name),
    text: textOrAbsent(called?.arguments),
    signature: googleSignatureOf(json),
  };
}

/** Whether a call's input is all there: a JSON object to its closing brace. */
function isWhole(text: string): boolean {
  if (!text.trimEnd().endsWith("}")) return false;
  try {
    return isJsonObject(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
