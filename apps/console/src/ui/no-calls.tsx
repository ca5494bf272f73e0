import { Button } from "@mantine/core";
import { IconMoodEmpty } from "@tabler/icons-react";
import { filterChips } from "../shell/filter-chips.ts";
import { useChangeView, useView } from "../shell/view-link.tsx";
import { rangeNames, rangePresets } from "../time/range.ts";
import { EmptyState } from "./empty-state.tsx";

/** There are calls in the ledger, but none in this range with these filters: ways out. */
export const NoCalls = () => {
  const { range, filter } = useView();
  const changeView = useChangeView();
  const filtered = filterChips(filter).length > 0;
  const wider =
    range.kind === "custom"
      ? rangePresets.slice(-3)
      : rangePresets.slice(rangePresets.indexOf(range.preset) + 1).slice(-3);
  return (
    <div className="panel">
      <EmptyState
        icon={<IconMoodEmpty size={20} stroke={1.6} />}
        title="No calls here"
        text={
          filtered
            ? "No call in this range matches the filters."
            : "No call was made in this range of time."
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
