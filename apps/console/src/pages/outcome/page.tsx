import { counted, type OutcomeDetail, type OutcomeSummary } from "@headgate/contract";
import { Skeleton } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { countText } from "../../format/count-text.ts";
import { costShown, dollarsShown } from "../../format/money-text.ts";
import { keptSearch } from "../../search/view-search.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { useView, useViewSearch } from "../../shell/view-link.tsx";
import { fullTime } from "../../time/time-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { joinNames } from "../outcomes/view-model.ts";
import { outcomeCosts } from "./outcome-costs.ts";
import { useOutcome } from "./query.ts";
import "../../ui/table.css";
import "../outcomes/outcomes.css";

/** One outcome, opened: what it was joined by, and the calls behind it with its share of each. */
export const OutcomePage = () => {
  const { outcomeId } = useParams({ from: "/view/outcomes/$outcomeId" });
  const { charges } = useView();
  const search = keptSearch(useViewSearch());
  const opened = useOutcome(outcomeId, charges);
  const { data } = opened;
  return (
    <>
      <Link to="/outcomes" search={search} className="text-link outcome-back">
        <IconChevronLeft size={15} aria-hidden="true" /> Outcomes
      </Link>
      <PageHead title={outcomeId} money />
      {opened.isError ? (
        <FailurePanel failure={opened.error} onRetry={() => void opened.refetch()} />
      ) : null}
      {opened.isPending ? <Skeleton h={420} radius="lg" /> : null}
      {data === undefined || data.outcome === null ? null : (
        <div className="outcomes">
          <Facts outcome={data.outcome} keys={data.keys} />
          <Calls detail={data} />
        </div>
      )}
    </>
  );
};

const Facts = ({
  outcome,
  keys,
}: Readonly<{ outcome: OutcomeSummary; keys: OutcomeDetail["keys"] }>) => (
  <dl className="panel outcome-facts">
    <div>
      <dt>Cost</dt>
      <dd>{outcomeCosts(outcome).cost}</dd>
    </div>
    <div>
      <dt>Failed attempts and retries</dt>
      <dd>{outcomeCosts(outcome).failed}</dd>
    </div>
    <div>
      <dt>Outcome</dt>
      <dd>
        {outcome.name}{" "}
        <Badge tone={outcome.accepted ? "quiet" : "attention"}>
          {outcome.accepted ? "accepted" : "rejected"}
        </Badge>
      </dd>
    </div>
    <div>
      <dt>Occurred</dt>
      <dd>{fullTime(Date.parse(outcome.occurred_at))}</dd>
    </div>
    {outcome.value === null ? null : (
      <div>
        <dt>Value</dt>
        <dd>{dollarsShown(outcome.value)}</dd>
      </div>
    )}
    {keys.map(({ join, text }) => (
      <div key={join}>
        <dt>
          {joinNames[join]}
          {join === outcome.joined ? ": joined" : ""}
        </dt>
        <dd>{text}</dd>
      </div>
    ))}
  </dl>
);

const Calls = ({ detail }: Readonly<{ detail: OutcomeDetail }>) => {
  const search = keptSearch(useViewSearch());
  const { calls, calls_left_out: leftOut, outcome } = detail;
  if (calls.length === 0) {
    return (
      <p className="muted">
        {outcome?.joined === "too_many_calls"
          ? `Its keys find ${counted(outcome.calls, "call")}, more than one outcome can have: give it narrower ones.`
          : "No key finds a call within 30 days before the outcome and a day behind it."}
      </p>
    );
  }
  return (
    <Panel
      title="Calls behind it"
      note="with its share of what each cost"
      flush
      {...(leftOut === 0 ? {} : { foot: `${counted(leftOut, "later call")} not shown` })}
    >
      <ScrollRegion label="Calls behind the outcome">
        <table className="table">
          <TableHead
            columns={[
              "Time",
              "Call",
              "Model",
              { number: "Attempts" },
              { number: "Failed" },
              { number: "Shared by" },
              { number: "Cost" },
            ]}
          />
          <tbody>
            {calls.map((call) => (
              <tr className="row-link" key={call.call_id}>
                <td>{fullTime(Date.parse(call.started_at))}</td>
                <td>
                  <Link
                    to="/calls/$callId"
                    params={{ callId: call.call_id }}
                    search={search}
                    className="whole-row text-link"
                  >
                    {call.call_id}
                  </Link>
                </td>
                <td>
                  {call.model ?? <span className="muted">none</span>}{" "}
                  <span className="muted">{call.provider}</span>
                </td>
                <td className="number">{countText(call.attempts)}</td>
                <td className="number">{countText(call.failed_attempts)}</td>
                <td className="number">{countText(call.shared_by)}</td>
                <td className="number">
                  {call.unpriced_attempts > 0 && call.cost !== null ? "≥ " : ""}
                  {costShown(call.cost)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
};
