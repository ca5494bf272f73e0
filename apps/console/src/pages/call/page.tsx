import { Skeleton } from "@mantine/core";
import { IconChevronLeft, IconMapOff } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { keptSearch } from "../../search/view-search.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { useViewSearch } from "../../shell/view-link.tsx";
import { ConfidenceBadge } from "../../ui/confidence-badge.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Outcome } from "../../ui/outcome.tsx";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import { AttemptPanel } from "./attempt-panel.tsx";
import { FactPanel } from "./fact-panel.tsx";
import { useCall } from "./query.ts";
import { routeFacts } from "./route-facts.ts";
import { Timeline } from "./timeline.tsx";
import { timelineOf } from "./timeline-model.ts";
import {
  attributionFacts,
  type CallView,
  callView,
  idFacts,
  requestFacts,
  tagFacts,
} from "./view-model.ts";
import "../../ui/panel.css";
import "../../ui/chart.css";
import "./call.css";

const Summary = ({ call }: Readonly<{ call: CallView }>) => (
  <dl className="panel call-summary">
    <div>
      <dt className="call-cost">Cost{call.simulated ? <SimulatedBadge /> : null}</dt>
      <dd>{call.cost === null ? <span className="unpriced">unpriced</span> : call.cost}</dd>
    </div>
    <div>
      <dt>Outcome</dt>
      <dd>
        <Outcome outcome={call.described.outcome} status={call.described.status} />
      </dd>
    </div>
    <div>
      <dt>Duration, {call.attemptWords}</dt>
      <dd>{call.duration}</dd>
    </div>
    <div>
      <dt>To the first token</dt>
      <dd>{call.timeToFirstToken}</dd>
    </div>
    <div>
      <dt>Confidence</dt>
      <dd>
        <ConfidenceBadge confidence={call.described.charge.confidence} />
      </dd>
    </div>
  </dl>
);

/** One call, opened. */
export const CallPage = () => {
  const { callId } = useParams({ from: "/view/calls/$callId" });
  const search = keptSearch(useViewSearch());
  const answer = useCall(callId);
  const call = answer.data === undefined ? undefined : callView(answer.data);
  const records = answer.data === undefined ? [] : answer.data.price_records;
  const revisions = answer.data === undefined ? [] : answer.data.revisions;

  return (
    <>
      <div>
        <Link to="/calls" search={search} className="back-link">
          <IconChevronLeft size={15} aria-hidden="true" />
          Calls
        </Link>
      </div>
      <PageHead title={call === undefined ? "Call" : call.title}>
        {call === undefined ? null : <span className="muted tabular">{call.startedAt}</span>}
      </PageHead>
      {answer.isPending ? <Skeleton h={560} radius="lg" /> : null}
      {answer.isError ? (
        <FailurePanel failure={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data !== undefined && call === undefined ? (
        <div className="panel">
          <EmptyState
            icon={<IconMapOff size={20} stroke={1.6} />}
            title="This call has no attempts"
            text="The ledger knows the id but holds no attempt of it."
          />
        </div>
      ) : null}
      {call === undefined ? null : (
        <>
          <Summary call={call} />
          <div className="call-columns">
            <div className="call-main">
              <Timeline timeline={timelineOf(call.attempts)} />
              {call.attempts.map((row) => (
                <AttemptPanel key={row.row_id} row={row} records={records} revisions={revisions} />
              ))}
            </div>
            <aside className="call-side" aria-label="About this call">
              <FactPanel
                title="Attribution"
                facts={attributionFacts(call.described)}
                none="Neither the key nor a header said who this call was for."
              />
              <FactPanel title="Tags" facts={tagFacts(call.described)} />
              <FactPanel title="Why this model" facts={routeFacts(call.described)} />
              <FactPanel title="Request" facts={requestFacts(call.described)} />
              <FactPanel title="Ids" facts={idFacts(call.described)} />
            </aside>
          </div>
        </>
      )}
    </>
  );
};
