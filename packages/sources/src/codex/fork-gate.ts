import { type JsonObject, textOrAbsent } from "@headgate/providers";
import { timeMsOf } from "../row/time-ms.ts";

/** What is copied is written down at once; an answer of a model takes longer. */
const COPIED_WITHIN_MS = 1_000;

/**
 * Tells a fork's own lines from those that it repeats. A session that was forked (`forked_from_id`) begins with its
 * origin's lines, counters too, with new times, all of them of the moment of the fork. The ids of turns are kept:
 * UUIDs of version 7, which say when the turn really began. So the first turn that began at the fork or later is the
 * fork's first own one. Where turns have no such id, the first one that was written down later than the copy is.
 * (https://github.com/kenn-io/agentsview/pull/657 and https://github.com/cclank/tokei/pull/24, read 2026-11-28)
 */
export class ForkGate {
  #forkedAtMs: number | undefined;
  #isRepeating = false;

  /** True while lines are those of the session that this one was forked from. */
  get isRepeating(): boolean {
    return this.#isRepeating;
  }

  /** The session's own first line, and the time that it was written. */
  begin(meta: JsonObject, atMs: number | undefined): void {
    if (textOrAbsent(meta.forked_from_id) === undefined) return;
    this.#forkedAtMs = uuidTimeMs(textOrAbsent(meta.id)) ?? timeMsOf(meta.timestamp) ?? atMs;
    // A fork without any time cannot be told from its origin: then nothing of it is left out.
    this.#isRepeating = this.#forkedAtMs !== undefined;
  }

  /** A turn begins: `turn_context`, and the time that it was written. */
  turn(payload: JsonObject, atMs: number | undefined): void {
    if (!this.#isRepeating || this.#forkedAtMs === undefined) return;
    const beganMs = uuidTimeMs(textOrAbsent(payload.turn_id));
    if (beganMs !== undefined) this.#isRepeating = beganMs < this.#forkedAtMs;
    else if (atMs !== undefined) this.#isRepeating = atMs <= this.#forkedAtMs + COPIED_WITHIN_MS;
  }
}

/** The milliseconds in the first 48 bits of a UUID of version 7 (RFC 9562); undefined for any other text. */
function uuidTimeMs(text: string | undefined): number | undefined {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-/i.exec(text ?? "");
  return match === null ? undefined : Number.parseInt(`${match[1]}${match[2]}`, 16);
}
