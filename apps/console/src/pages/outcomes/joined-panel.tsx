import type { OutcomeMeasures, OutcomesReport } from "@headgate/contract";
import { counted, joinStates } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { Link } from "@tanstack/react-router";
import { countText } from "../../format/count-text.ts";
import { boundText, spendFrom } from "../../format/spend.ts";
import type { OutcomesSearch } from "../../search/outcomes-search.ts";
import { callsBehind, useViewSearch } from "../../shell/view-link.tsx";
import { Panel } from "../../ui/panel.tsx";
import { joinNames } from "./view-model.ts";

/** How outcomes came to their calls, and what of the calls is under none. */
export const JoinedPanel = ({
  shown,
  coverage,
  search,
}: Readonly<{
  /** Undefined where no outcome passes the filters. */
  shown: OutcomeMeasures | undefined;
  coverage: OutcomesReport["coverage"];
  search: OutcomesSearch;
}>) => {
  const view = useViewSearch();
  const { under_outcomes: under, under_none: none } = coverage;
  const bound = (part: Readonly<{ unpriced_attempts: number; cost: string }>): string =>
    boundText(spendFrom(parseDollars(part.cost), part.unpriced_attempts));
  return (
    <Panel
      title="How outcomes and calls meet"
      note="the surest key that finds a call joins"
      foot="Calls of the range by whether any outcome is joined to them, whenever it occurred. The two parts add up to the spend of all calls."
    >
      {shown === undefined ? null : (
        <ul className="outcome-joins">
          {joinStates
            .filter((state) => shown.joined[state] > 0)
            .map((state) => (
              <li key={state}>
                <Link
                  to="/outcomes"
                  search={{ ...view, ...search, joined: state, offset: undefined }}
                  className="text-link"
                  hash="single-outcomes"
                >
                  {counted(shown.joined[state], "outcome")} {joinNames[state]}
                </Link>
              </li>
            ))}
        </ul>
      )}
      <dl className="outcome-coverage">
        <div>
          <dt>Calls under outcomes</dt>
          <dd>
            {bound(under)} <span className="muted">in {countText(under.calls)}</span>
          </dd>
        </div>
        <div>
          <dt>Calls under none</dt>
          <dd>
            {bound(none)} <span className="muted">in {countText(none.calls)}</span>
          </dd>
        </div>
        <div>
          <dt>
            <Link to="/calls" search={callsBehind(view)} className="text-link">
              All calls
            </Link>
          </dt>
          <dd>
            {bound(coverage)} <span className="muted">in {countText(coverage.calls)}</span>
          </dd>
        </div>
      </dl>
    </Panel>
  );
};
