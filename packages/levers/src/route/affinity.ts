import { divideRounded, multiply, type Picodollars, picodollars, subtract } from "@headgate/money";

/** What a conversation's next calls would cost on the model that holds its prefix, and on another. */
export type SwitchFigures = Readonly<{
  /** The next call where it is, read from the cache that is there. */
  stay: Picodollars | undefined;
  /** The next call on the other model, whose cache is cold: nothing is read from it, and it may have to be written. */
  move: Picodollars | undefined;
  /** A later call on the other model, once its cache is warm. */
  later: Picodollars | undefined;
  /** How many calls the conversation is still expected to have, this one included: a cautious, whole number from 1. */
  calls: number;
  /** How often it was moved before. */
  moves: number;
}>;

export type SwitchDecision = Readonly<{
  kind: "stay" | "switch";
  reason: "price_unknown" | "lost_cache" | "too_small" | "often_moved" | "saves";
  /** What moving saves over all calls expected; negative where it costs; `undefined`: not known. */
  saves: Picodollars | undefined;
}>;

/** Moving saves this share of what staying costs at least, in per cent; twice as much after each move. */
const LEAST_PERCENT = 10n;
/** Who was moved so often stays. */
const MOST_MOVES = 3;

/**
 * Whether a conversation goes on with another model to save money: only if what the other model is cheaper by, over all
 * calls that are still expected, is more than the cache that is lost, and by a margin that grows with each move, so that
 * two models near in price do not take turns. A price that is not known moves nothing. Moves for quality are not asked
 * here: they are never held back.
 *
 * saves = calls × stay − (move + (calls − 1) × later)
 */
export function decideSwitch({ stay, move, later, calls, moves }: SwitchFigures): SwitchDecision {
  if (stay === undefined || move === undefined || later === undefined) {
    return { kind: "stay", reason: "price_unknown", saves: undefined };
  }
  if (calls < 1) throw new RangeError(`a conversation's next call is one at least, not ${calls}`);
  const staying = multiply(stay, calls);
  const saves = subtract(staying, picodollars(move + multiply(later, calls - 1)));
  if (saves <= 0n) return { kind: "stay", reason: "lost_cache", saves };
  if (moves >= MOST_MOVES) return { kind: "stay", reason: "often_moved", saves };
  const least = divideRounded(staying, 100n, LEAST_PERCENT << BigInt(moves));
  return saves > least
    ? { kind: "switch", reason: "saves", saves }
    : { kind: "stay", reason: "too_small", saves };
}
