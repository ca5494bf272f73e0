import { Link } from "@tanstack/react-router";
import { keptSearch } from "../../search/view-search.ts";
import { useViewSearch } from "../../shell/view-link.tsx";
import { daysUtcText, dayUtcText } from "../../time/time-text.ts";
import { Panel } from "../../ui/panel.tsx";
import { billedForAi } from "./billed-model.ts";
import type { BilledCategories } from "./billed-query.ts";
import { BilledTable } from "./billed-table.tsx";
import "./billed-panel.css";

/** What providers billed in the days of the range, by what kind of AI work: beside the calls, never in addition to them. */
export const BilledPanel = ({
  billed: { span, categories },
  reach,
  beside,
}: Readonly<{
  billed: BilledCategories;
  /** Until when days of bills are known; null where no bill is there. */
  reach: string | null;
  /** Whether calls' spend stands beside it. */
  beside: boolean;
}>) => {
  const search = useViewSearch();
  const range = {
    from: new Date(span.fromMs).toISOString(),
    to: new Date(span.toMs).toISOString(),
  };
  const reachMs = reach === null ? span.toMs : Date.parse(reach);
  return (
    <Panel
      title="Billed by providers"
      note={`${daysUtcText(span)}, by category`}
      flush
      actions={
        <div className="panel-actions">
          <Link className="text-link" to="/explore" search={{ ...keptSearch(search), of: "bills" }}>
            Explore bills
          </Link>
          <Link className="text-link" to="/bills" search={range}>
            See the bills
          </Link>
        </div>
      }
      foot={
        <>
          {reachMs < span.toMs
            ? `Bills reach until the end of ${dayUtcText(reachMs - 1)} UTC; later days are not known. `
            : ""}
          {beside ? (
            <>
              Do not add this to the spend of calls: where both tell of the same use, it is the same
              money. The{" "}
              <Link className="text-link" to="/reconciliation" search={range}>
                reconciliation
              </Link>{" "}
              holds one against the other.
            </>
          ) : (
            "A line stands whole on the day on which its charge period begins, one for a month on the first."
          )}
        </>
      }
    >
      {categories.rows.length === 0 ? (
        <p className="muted billed-nothing">No bill line that counts begins in these days.</p>
      ) : (
        <BilledTable by="category" report={categories} totals={billedForAi(categories)} />
      )}
    </Panel>
  );
};
