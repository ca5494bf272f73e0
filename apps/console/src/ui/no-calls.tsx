import { Button } from "@mantine/core";
import { IconMoodEmpty } from "@tabler/icons-react";
import { filterChips } from "../shell/filter-chips.ts";
import { useStatus } from "../shell/use-status.ts";
import { useChangeView, useView } from "../shell/view-link.tsx";
import { withinLongestRange } from "../time/longest-range.ts";
import { rangeNames, rangePresets, spanOf } from "../time/range.ts";
import { MINUTE_MS, type TimeSpan } from "../time/time-span.ts";
import { spanText } from "../time/time-text.ts";
import { EmptyState } from "./empty-state.tsx";

/** All calls of the ledger, or the last year of them. */
function heldSpan(
  ledger: Readonly<{ first_row_at: string | null; last_row_at: string | null }> | undefined,
): (TimeSpan & { isPart: boolean }) | undefined {
  if (ledger === undefined || ledger.first_row_at === null || ledger.last_row_at === null)
    return undefined;
  const toMs = (Math.floor(Date.parse(ledger.last_row_at) / MINUTE_MS) + 1) * MINUTE_MS;
  const firstMs = Math.floor(Date.parse(ledger.first_row_at) / MINUTE_MS) * MINUTE_MS;
  return withinLongestRange({ fromMs: firstMs, toMs });
}

/** There are calls in the ledger, but none in this range with these filters: ways out. */
export const NoCalls = () => {
  const { range, filter } = useView();
  const changeView = useChangeView();
  const { data: status } = useStatus();
  const held = heldSpan(status?.ledger);
  const filtered = filterChips(filter).length > 0;
  const longer =
    range.kind === "custom"
      ? rangePresets
      : rangePresets.slice(rangePresets.indexOf(range.preset) + 1);
  // Where all calls are older than a range, it is no way out.
  const wider = longer
    .filter(
      (preset) =>
        held === undefined || spanOf({ kind: "preset", preset }, Date.now()).fromMs < held.toMs,
    )
    .slice(-3);
  return (
    <div className="panel">
      <EmptyState
        icon={<IconMoodEmpty size={20} stroke={1.6} />}
        title="No calls here"
        text={
          filtered
            ? "No call in this range matches the filters."
            : "No call was made in this range of time. Bills have a page of their own."
        }
      >
        {filtered ? (
          <Button
            size="xs"
            variant="default"
            onClick={() =>
              changeView(({ range: kept, from, to }) => ({
                ...(kept === undefined ? {} : { range: kept }),
                ...(from === undefined ? {} : { from }),
                ...(to === undefined ? {} : { to }),
              }))
            }
          >
            Clear the filters
          </Button>
        ) : null}
        {filtered || held === undefined ? null : (
          <Button
            size="xs"
            variant="default"
            onClick={() =>
              changeView(({ range: _range, ...search }) => ({
                ...search,
                from: new Date(held.fromMs).toISOString(),
                to: new Date(held.toMs).toISOString(),
              }))
            }
          >
            {held.isPart ? "Show the last year of calls" : "Show all calls"}: {spanText(held)}
          </Button>
        )}
        {wider.map((preset) => (
          <Button
            key={preset}
            size="xs"
            variant="default"
            onClick={() =>
              changeView(({ from: _from, to: _to, ...search }) => ({ ...search, range: preset }))
            }
          >
            Show the {rangeNames[preset]}
          </Button>
        ))}
      </EmptyState>
    </div>
  );
};
