import { Skeleton } from "@mantine/core";
import { billFilterOf } from "../../search/bill-filter.ts";
import { useStatus } from "../../shell/use-status.ts";
import { useView } from "../../shell/view-link.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { UnknownToBills } from "../bills/unknown-to-bills.tsx";
import { BilledPanel } from "./billed-panel.tsx";
import { useBilledCategories } from "./billed-query.ts";

/** What was billed, beside the calls; nothing where no bill was imported. Asked by itself: the calls do not wait for it. */
export const BilledBeside = () => {
  const { range, filter } = useView();
  const { data: status } = useStatus();
  const { known, unknown } = billFilterOf(filter, {});
  const reach = status?.ledger.bills_daily_to ?? null;
  const isAsked = reach !== null && unknown.length === 0;
  const billed = useBilledCategories(isAsked ? { range, filter: known } : undefined);

  if (reach === null) return null;
  if (unknown.length > 0) return <UnknownToBills names={unknown} />;
  if (billed.isError) {
    return <FailurePanel failure={billed.error} onRetry={() => void billed.refetch()} />;
  }
  if (billed.data === undefined) return <Skeleton h={200} radius="lg" />;
  return (
    <div className={billed.isPlaceholderData ? "stale" : undefined}>
      <BilledPanel billed={billed.data} reach={reach} beside />
    </div>
  );
};
