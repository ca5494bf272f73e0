import { createHmac } from "node:crypto";
import type { JsonPath } from "@headgate/providers";
import {
  type PassStep,
  type PassUndo,
  undoBytes,
  undoneUnits,
  undoPasses,
} from "./passes/undo-passes.ts";
import { pairKeyOf } from "./token-differences.ts";

/** A text of a call that was shortened, and how to undo it. */
export type UndoableText = Readonly<{
  path: JsonPath;
  /** What tells it, with what became of it, from all others. */
  pairKey: string;
  sent: string;
  /** Asked only where the text is not held already, and may be. */
  undo: () => readonly PassUndo[];
}>;

export type UndoLimits = Readonly<{ maxBytes: number; maxAgeMs: number }>;

/** A call's texts as they were before the passes, beside what was sent. */
export type UndoneCall = Readonly<{
  callId: string;
  /** As the call's row has it. */
  digest: string;
  /** Whether the texts that are given back make that digest again. */
  isVerified: boolean;
  texts: readonly Readonly<{ path: JsonPath; sent: string; steps: readonly PassStep[] }>[];
}>;

type KeptText = { readonly sent: string; readonly undo: readonly PassUndo[]; uses: number };
type KeptCall = Readonly<{
  keyId: string;
  atMs: number;
  digest: string;
  places: readonly Readonly<{ path: JsonPath; pairKey: string }>[];
}>;

/** About what a map's entry takes beside what it holds. */
const ENTRY_BYTES = 200;
const PLACE_BYTES = 150;

/** So many UTF-16 units are made of one call at most, while all other calls wait. A history of a million tokens is half of it. */
const MOST_UNITS = 8_388_608;

/**
 * How to undo what passes did to the texts of the newest calls, bounded in bytes and time. A text that comes again in each turn of a
 * session is held once, and goes with the last call that had it. What a key's calls had is given to that key, or to whoever manages
 * the gateway.
 */
export class UndoRecords {
  readonly #salt: Buffer;
  readonly #nowMs: () => number;
  readonly #calls = new Map<string, KeptCall>();
  readonly #texts = new Map<string, KeptText>();
  #limits: UndoLimits;
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(salt: Buffer, limits: UndoLimits, nowMs: () => number) {
    this.#salt = salt;
    this.#limits = limits;
    this.#nowMs = nowMs;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get calls(): number {
    return this.#calls.size;
  }

  /** What a row says of the texts and of what became of them: nobody finds a text by it who does not have the salt. */
  digestOf(pairKeys: readonly string[]): string {
    return createHmac("sha256", this.#salt).update(pairKeys.join("\n")).digest("base64url");
  }

  keep(callId: string, keyId: string, texts: readonly UndoableText[]): void {
    this.#forget(callId);
    const own = this.#fitting(texts);
    if (own === undefined) return;
    for (const [pairKey, text] of own) {
      if (!this.#texts.has(pairKey)) {
        this.#texts.set(pairKey, text);
        this.#bytes += bytesOf(text);
      }
    }
    for (const { pairKey } of texts) {
      const text = this.#texts.get(pairKey);
      if (text !== undefined) text.uses += 1;
    }
    const places = texts.map(({ path, pairKey }) => ({ path, pairKey }));
    const digest = this.digestOf(places.map(({ pairKey }) => pairKey));
    this.#calls.set(callId, { keyId, atMs: this.#nowMs(), digest, places });
    this.#bytes += ENTRY_BYTES + places.length * PLACE_BYTES;
    this.#makeRoom();
    this.#expireLater();
  }

  /**
   * @param keyId whose calls alone may be asked for; undefined for whoever manages the gateway
   * @returns undefined where nothing is held of the call, or nothing for that key; `too-large` where what would be made is too much
   */
  give(callId: string, keyId: string | undefined): UndoneCall | "too-large" | undefined {
    this.expire();
    const call = this.#calls.get(callId);
    if (call === undefined || (keyId !== undefined && call.keyId !== keyId)) return undefined;
    const held = call.places.map(({ path, pairKey }) => {
      const text = this.#texts.get(pairKey);
      if (text === undefined) throw new Error("a call's text is gone before the call");
      return { path, text };
    });
    // A text that a call has in many places is held once, and made for each of them.
    let units = 0;
    for (const { text } of held) units += text.sent.length + undoneUnits(text.sent, text.undo);
    if (units > MOST_UNITS) return "too-large";
    const texts = held.map(({ path, text: { sent, undo } }) => ({
      ...{ path, sent, steps: undoPasses(sent, undo) },
    }));
    const digest = this.digestOf(
      texts.map(({ sent, steps }) => pairKeyOf(steps[0]?.before ?? sent, sent)),
    );
    return { callId, digest: call.digest, isVerified: digest === call.digest, texts };
  }

  resize(limits: UndoLimits): void {
    this.#limits = limits;
    this.#makeRoom();
    this.expire();
  }

  /** Forgets what is too old. */
  expire(): void {
    const oldest = this.#nowMs() - this.#limits.maxAgeMs;
    for (const [callId, { atMs }] of this.#calls) {
      if (atMs > oldest) return;
      this.#forget(callId);
    }
  }

  /**
   * A call's texts, those that are held already as they are held; undefined where they would not fit: such a call would take all
   * others' room first.
   */
  #fitting(texts: readonly UndoableText[]): ReadonlyMap<string, KeptText> | undefined {
    const own = new Map<string, KeptText>();
    let bytes = ENTRY_BYTES;
    for (const { pairKey, sent, undo } of texts) {
      bytes += PLACE_BYTES;
      if (bytes + sent.length * 2 > this.#limits.maxBytes) return undefined;
      const held = own.get(pairKey) ?? this.#texts.get(pairKey);
      const text = held ?? { sent, undo: undo(), uses: 0 };
      own.set(pairKey, text);
      bytes += bytesOf(text);
      if (bytes > this.#limits.maxBytes) return undefined;
    }
    return own;
  }

  /** Also where no call comes any more nothing is held longer than it may be. */
  #expireLater(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.expire();
      if (this.#calls.size > 0) this.#expireLater();
    }, EXPIRE_EVERY_MS);
    this.#timer.unref();
  }

  #makeRoom(): void {
    for (const [callId] of this.#calls) {
      if (this.#bytes <= this.#limits.maxBytes) return;
      this.#forget(callId);
    }
  }

  #forget(callId: string): void {
    const call = this.#calls.get(callId);
    if (call === undefined) return;
    this.#calls.delete(callId);
    this.#bytes -= ENTRY_BYTES + call.places.length * PLACE_BYTES;
    for (const { pairKey } of call.places) {
      const text = this.#texts.get(pairKey);
      if (text === undefined) continue;
      text.uses -= 1;
      if (text.uses > 0) continue;
      this.#texts.delete(pairKey);
      this.#bytes -= bytesOf(text);
    }
  }
}

const EXPIRE_EVERY_MS = 60_000;

const bytesOf = ({ sent, undo }: Pick<KeptText, "sent" | "undo">): number =>
  ENTRY_BYTES + sent.length * 2 + undoBytes(undo);
