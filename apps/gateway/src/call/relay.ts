import type { IncomingHttpHeaders } from "node:http";
import type { Meter } from "@headgate/providers";
import type { ClientAnswer } from "./client-answer.ts";
import { HeldPieces } from "./held-pieces.ts";
import { HeldAnswer, type Hold } from "./hold.ts";

/** The provider's pieces on their way into the client's answer, and what of them waits for what. */
export class Relay {
  /** Waits until the attempt is recorded. */
  readonly held = new HeldPieces();
  readonly #answer: ClientAnswer;
  readonly #heed: (takesMore: boolean) => void;
  /** Waits until the whole has been looked at; undefined where nothing looks at it. */
  #whole: HeldAnswer | undefined;

  /** @param heed is told whether the client takes more at once */
  constructor(answer: ClientAnswer, heed: (takesMore: boolean) => void) {
    this.#answer = answer;
    this.#heed = heed;
  }

  /** Nothing goes out before the whole has been looked at. */
  holdBack(hold: Hold): void {
    this.#whole = new HeldAnswer(hold);
  }

  get isHeldBack(): boolean {
    return this.#whole?.waits === true;
  }

  write(piece: Buffer): void {
    if (this.#whole?.waits !== true) {
      this.#heed(this.#answer.write(piece));
      return;
    }
    this.#whole.push(piece);
    if (this.#whole.isTooLarge) this.#letWholeGo();
  }

  /** Looks at the whole that was held back, when its last piece is there. */
  look(meter: Meter | undefined, stream: boolean): ReturnType<HeldAnswer["look"]> {
    if (this.#whole === undefined) throw new Error("nothing was held back");
    for (const piece of this.held.release(meter)) this.#whole.push(piece);
    return this.#whole.look(stream);
  }

  /** Lets go all that waits. */
  release(meter: Meter | undefined): void {
    this.#letWholeGo();
    for (const piece of this.held.release(meter)) this.write(piece);
  }

  /** Translates what waits before it is recorded, so that the row says what was lost; a fault waits too. */
  translateAhead(
    meter: Meter | undefined,
    isWhole: boolean,
  ): Readonly<{ error: unknown }> | undefined {
    this.#answer.hold();
    try {
      this.release(meter);
      if (isWhole) this.#answer.translateRest();
      return undefined;
    } catch (error) {
      return { error };
    }
  }

  #letWholeGo(): void {
    const pieces = this.#whole?.letGo() ?? [];
    let takesMore = true;
    for (const piece of pieces) takesMore = this.#answer.write(piece);
    if (!takesMore) this.#heed(false);
  }
}

/** What a provider's head says of an answer that has been decompressed. */
export function withoutCoding(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { "content-encoding": _coding, "content-length": _length, ...others } = headers;
  return others;
}
