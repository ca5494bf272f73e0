import type { SourceState } from "@headgate/contract";
import {
  skipToken,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { askImports, askPrecedence, askSources, startPull } from "../../api/sources.ts";
import { useAskedAgain } from "../../shell/held-still.ts";
import { useStatus } from "../../shell/use-status.ts";
import type { TimeSpan } from "../../time/time-span.ts";

/** An import ends without a call of the gateway's, so the ledger's own news do not tell of it. */
const ASK_AGAIN_MS = 15_000;

/** All that the ledger holds, of calls and of bills; undefined when it holds nothing. */
const spanOfAll = (
  states: readonly SourceState[],
  ledger: Readonly<{ first_row_at: string | null; last_row_at: string | null }>,
): TimeSpan | undefined => {
  const moments = [
    ledger.first_row_at,
    ledger.last_row_at,
    ...states.flatMap(({ first_at, last_at }) => [first_at, last_at]),
  ].flatMap((moment) => (moment === null ? [] : [Date.parse(moment)]));
  return moments.length === 0
    ? undefined
    : { fromMs: Math.min(...moments), toMs: Math.max(...moments) + 1 };
};

/** What came in, by source. */
export const useSources = () =>
  useQuery({
    queryKey: ["ledger", "sources"],
    queryFn: ({ signal }) => askSources(signal),
    ...useAskedAgain(ASK_AGAIN_MS),
  });

/**
 * Whose rows count, in all that the ledger holds: a question of its own, so that what came in is shown without it.
 * @param states what came in, where that is known
 */
export const usePrecedence = (states: readonly SourceState[] | undefined) => {
  const { data: status } = useStatus();
  const span =
    status === undefined || states === undefined ? undefined : spanOfAll(states, status.ledger);
  return useQuery({
    // Not by its end, which moves with each call: the rows of before stay until the new ones are there.
    queryKey: ["ledger", "precedence", span?.fromMs],
    queryFn: span === undefined ? skipToken : ({ signal }) => askPrecedence(span, signal),
    ...useAskedAgain(ASK_AGAIN_MS),
  });
};

/** The imports, newest first, as many pages as were asked for. */
export const useImports = () =>
  useInfiniteQuery({
    queryKey: ["ledger", "imports"],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) => askImports(pageParam, signal),
    getNextPageParam: ({ next }) => next ?? undefined,
    ...useAskedAgain(ASK_AGAIN_MS),
  });

/** Begins a pull; the page asks again for how it stands. */
export const usePulling = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: startPull,
    onSettled: () => client.invalidateQueries({ queryKey: ["ledger", "sources"] }),
  });
};
