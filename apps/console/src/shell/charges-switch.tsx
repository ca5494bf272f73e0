import { type ChargeBasis, chargeBases } from "@headgate/contract";
import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { askReratings } from "../api/prices.ts";
import { askTotals } from "../api/reports.ts";
import { spanOf } from "../time/range.ts";
import { differenceWords, reachesInto } from "./charges-model.ts";
import { useAskedAgain } from "./held-still.ts";
import { useChangeView, useView } from "./view-link.tsx";
import "./charges-switch.css";

const names = {
  current: "Current",
  original: "As recorded",
} as const satisfies Record<ChargeBasis, string>;

/**
 * Chooses between the charges that hold now and those that were recorded with the calls; only where a
 * re-rating reaches into the range, or where the address already asks for the recorded ones.
 */
export const ChargesSwitch = () => {
  const view = useView();
  const changeView = useChangeView();
  const { range, filter, charges } = view;
  const reratings = useQuery({
    queryKey: ["reratings"],
    queryFn: ({ signal }) => askReratings(signal),
  });
  const span = spanOf(range, Date.now());
  const reached = (reratings.data?.reratings ?? []).some((rerating) =>
    reachesInto(rerating, span, filter),
  );
  const both = useQuery({
    queryKey: ["ledger", "both-charges", range, filter],
    queryFn: async ({ signal }) => {
      const asked = { span: spanOf(range, Date.now()), filter };
      const [recorded, now] = await Promise.all([
        askTotals({ ...asked, charges: "original" }, signal),
        askTotals({ ...asked, charges: "current" }, signal),
      ]);
      return { recorded: recorded.totals, now: now.totals };
    },
    enabled: reached,
    ...useAskedAgain(false),
  });
  if (!reached && charges === "current") return null;

  return (
    <div className="charges-switch">
      <span className="charges-label" id="charges-label">
        Charges
      </span>
      <SegmentedControl
        size="xs"
        aria-labelledby="charges-label"
        data={chargeBases.map((value) => ({ value, label: names[value] }))}
        value={charges}
        onChange={(value) =>
          changeView((search) => ({
            ...search,
            charges: value === "original" ? "original" : undefined,
          }))
        }
      />
      <span className="charges-note" role="status">
        {!reached && reratings.data !== undefined
          ? "No re-rating reaches into this range: both are the same."
          : both.data === undefined
            ? null
            : differenceWords(both.data.recorded, both.data.now)}
      </span>
    </div>
  );
};
