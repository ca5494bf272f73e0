import { Button } from "@mantine/core";
import { IconFileInvoice } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useStatus } from "../../shell/use-status.ts";
import { useChangeView } from "../../shell/view-link.tsx";
import { withinLongestRange } from "../../time/longest-range.ts";
import { daysUtcText } from "../../time/time-text.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { NoBills } from "./no-bills.tsx";

/** No bill line that counts begins in the days that are looked at: ways out, or how to bring a bill. */
export const NoBilledDays = ({
  filtered,
  ai,
}: Readonly<{
  filtered: boolean;
  /** Whether lines about AI alone were asked for. */
  ai: boolean;
}>) => {
  const { data: status } = useStatus();
  const changeView = useChangeView();
  const { bills_from: from = null, bills_to: to = null } = status?.ledger ?? {};
  if (from === null || to === null) return <NoBills />;
  const held = withinLongestRange({ fromMs: Date.parse(from), toMs: Date.parse(to) });
  return (
    <div className="panel">
      <EmptyState
        icon={<IconFileInvoice size={20} stroke={1.6} />}
        title="No bill here"
        text={`No bill line${ai ? " about AI" : ""} ${filtered ? "of these days matches the filters" : "that counts begins in these days"}.`}
      >
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
          {held.isPart ? "Show the last year of bills" : "Show all bills"}: {daysUtcText(held)}
        </Button>
        <Link className="text-link" to="/bills">
          See the bills
        </Link>
      </EmptyState>
    </div>
  );
};
