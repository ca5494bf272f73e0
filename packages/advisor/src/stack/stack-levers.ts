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

/** Where a call stands: as it was made, and what the changes so far have made of it. */
type Place = { readonly made: HistoryCall; now: CallAfter };

/**
 * Lays the levers' changes upon each other in the order in which the levers act: each is tried out on what those before it
 * leave of the history, so no dollar is saved twice and all together never save more than was spent. Changes that a lever is
 * not sure of come last, upon all others: a guess takes no dollar from what is known.
 *
 * @param isTaken which changes are in the stack; the others are told of as they would stand in their place, and move nothing
 */
export async function stackLevers(
  history: History,
  isTaken: (draft: ProposalDraft) => boolean = () => true,
): Promise<Stack> {
  const places = new Map<string, Place>();
  for (const call of history.calls) places.set(call.row.row_id, { made: call, now: call });
  const layers: Layer[] = [];
  const notProposed: NotProposed[] = [];
  let current = history;
  for (const isGuess of [false, true]) {
    for (const { propose } of proposers) {
      const proposed = await propose(current);
      // What is said of the calls as they were made is said once.
      if (!isGuess) notProposed.push(...proposed.notProposed);
      const drafts = proposed.proposals.filter(
        ({ confidence }) => (confidence.level === "low") === isGuess,
      );
      for (const draft of drafts) layers.push(layUpon(places, draft, isTaken(draft)));
      if (drafts.length > 0) current = { ...history, calls: asked(places) };
    }
  }
  return { layers, notProposed, after: current };
}

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
