import type { NotProposed } from "@headgate/contract";
import {
  type CallAfter,
  type CallSaving,
  type History,
  type HistoryCall,
  type ProposalDraft,
  proposers,
  savedBy,
} from "@headgate/levers";
import { type Picodollars, picodollars } from "@headgate/money";

/** A change, and what it saves beside all that stand before it. */
export type Layer = Readonly<{
  draft: ProposalDraft;
  /** Of the calls that it moves, as those before it left them. They are told by the calls as they were made. */
  savings: readonly CallSaving[];
}>;

export type Stack = Readonly<{
  layers: readonly Layer[];
  notProposed: readonly NotProposed[];
  /** The calls that would still be made, as they would be made. */
  after: History;
}>;

type StackOptions = Readonly<{
  /** Which changes are in the stack; the others are told of as they would stand in their place, and move nothing. All unless said. */
  isTaken?: (draft: ProposalDraft) => boolean;
  /** Told before each lever is tried. */
  begin?: (lever: string) => void;
}>;

/** How often `begin` is told. */
export const stackSteps = 2 * proposers.length;

/** Where a call stands: as it was made, and what the changes so far have made of it. */
type Place = { readonly made: HistoryCall; now: CallAfter };

/**
 * Levers' changes laid upon each other in the order in which the levers act: each is tried out on what those before it
 * leave of the history, so no dollar is saved twice and all together never save more than was spent. Changes that a lever is
 * not sure of are laid last, upon all others and upon what is found beside them: a guess takes no dollar from what is known.
 */
export class LeverStack implements Stack {
  readonly layers: Layer[] = [];
  readonly notProposed: NotProposed[] = [];
  readonly #places: ReadonlyMap<string, Place>;
  readonly #options: StackOptions;
  #after: History;

  constructor(history: History, options: StackOptions = {}) {
    this.#places = new Map(
      history.calls.map((call) => [call.row.row_id, { made: call, now: call }]),
    );
    this.#options = options;
    this.#after = history;
  }

  get after(): History {
    return this.#after;
  }

  /** Lays what levers are sure of. */
  async laySure(): Promise<void> {
    for (const { lever, propose } of proposers) {
      this.#options.begin?.(lever);
      const { proposals, notProposed } = await propose(this.#after);
      // Said of the calls as they were made, and so once.
      this.notProposed.push(...notProposed);
      this.#lay(proposals.filter((draft) => !isGuess(draft)));
    }
  }

  /** Puts calls where others than levers leave them: one that is not among them is not made any more. */
  leave({ calls }: History): void {
    const left = new Map(calls.map((call) => [call.row.row_id, call]));
    for (const [id, place] of this.#places) place.now = left.get(id) ?? "answered";
    this.#after = { ...this.#after, calls: asked(this.#places) };
  }

  /** Lays what levers guess, upon all that stands. */
  async layGuesses(): Promise<void> {
    for (const { lever, propose } of proposers) {
      this.#options.begin?.(`${lever}, what it guesses`);
      this.#lay((await propose(this.#after)).proposals.filter(isGuess));
    }
  }

  #lay(drafts: readonly ProposalDraft[]): void {
    const { isTaken = () => true } = this.#options;
    for (const draft of drafts) this.layers.push(layUpon(this.#places, draft, isTaken(draft)));
    if (drafts.length > 0) this.#after = { ...this.#after, calls: asked(this.#places) };
  }
}

const isGuess = ({ confidence }: ProposalDraft): boolean => confidence.level === "low";

function layUpon(
  places: ReadonlyMap<string, Place>,
  draft: ProposalDraft,
  isTaken: boolean,
): Layer {
  const moves = draft.savings.flatMap((saving): Move[] => {
    const place = places.get(saving.call.row.row_id);
    // What is not known is told, also where it moves nothing.
    const isSame = place?.now === saving.after && saving.saved !== undefined;
    return place === undefined || isSame ? [] : [{ place, saving: beside(place, saving) }];
  });
  const savings = moves.map(({ saving }) => saving);
  // Of two changes to the same calls the one that saves more stands.
  if (isTaken && savedBy(savings) > 0n) {
    for (const { place, saving } of moves) place.now = saving.after;
  }
  return { draft, savings };
}

type Move = Readonly<{ place: Place; saving: CallSaving }>;

/** What a change saves on a call as those before it left it. */
function beside({ made, now }: Place, { saved, after }: CallSaving): CallSaving {
  const [before, then] = [costOf(now), costOf(after)];
  const isKnown = saved !== undefined && before !== undefined && then !== undefined;
  return { call: made, saved: isKnown ? picodollars(before - then) : undefined, after };
}

const costOf = (call: CallAfter): Picodollars | undefined =>
  call === "answered" ? picodollars(0n) : call.cost;

/** In the order in which they began, as the history has them. */
const asked = (places: ReadonlyMap<string, Place>): readonly HistoryCall[] =>
  [...places.values()].flatMap(({ now }) => (now === "answered" ? [] : [now]));
