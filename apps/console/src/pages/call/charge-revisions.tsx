import type { ChargeRevision } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { exactDollars } from "../../format/money-text.ts";
import { fullTime } from "../../time/time-text.ts";
import { ConfidenceBadge } from "../../ui/confidence-badge.tsx";

/** Every charge that a re-rated attempt had; the last one holds. */
export const ChargeRevisions = ({
  revisions,
}: Readonly<{ revisions: readonly ChargeRevision[] }>) =>
  revisions.length === 0 ? null : (
    <div className="charge-revisions">
      <h3>Re-rated</h3>
      <ol>
        {revisions.map(({ rerating, applied_at, price_book, charge }) => (
          <li key={rerating ?? "first"}>
            <span className="tabular">
              {charge.effective_cost === null ? (
                <span className="unpriced">unpriced</span>
              ) : (
                exactDollars(parseDollars(charge.effective_cost))
              )}
            </span>{" "}
            <ConfidenceBadge confidence={charge.confidence} />{" "}
            <span className="muted">
              {rerating === null || applied_at === null
                ? "as charged when the call was recorded"
                : `by re-rating ${rerating} on ${fullTime(Date.parse(applied_at))}, prices of ${price_book}`}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
