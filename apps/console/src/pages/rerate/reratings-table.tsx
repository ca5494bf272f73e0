import type { Rerating } from "@headgate/contract";
import { countText } from "../../format/count-text.ts";
import { fullTime } from "../../time/time-text.ts";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { signedText } from "./view-model.ts";

/** The re-ratings that hold, the newest first. */
export const ReratingsTable = ({ reratings }: Readonly<{ reratings: readonly Rerating[] }>) => (
  <ScrollRegion label="Re-ratings that hold">
    <table className="table">
      <TableHead
        columns={[
          { number: "No." },
          "Applied",
          "Range",
          "Only",
          "Prices of",
          { number: "Attempts" },
          { number: "Difference, USD" },
        ]}
      />
      <tbody>
        {reratings.toReversed().map((rerating) => (
          <tr key={rerating.rerating} className="rerating-row">
            <td className="number">{rerating.rerating}</td>
            <td className="tabular">{fullTime(Date.parse(rerating.applied_at))}</td>
            <td className="tabular">
              {rerating.from.slice(0, 10)} to {rerating.to.slice(0, 10)}
            </td>
            <td>
              {[rerating.provider, rerating.model].filter(Boolean).join(", ") || (
                <span className="muted">all</span>
              )}
            </td>
            <td className="code">{rerating.price_book}</td>
            <td className="number">{countText(rerating.difference.revised_attempts)}</td>
            <td className="number">{signedText(rerating.difference.effective_cost_difference)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);
