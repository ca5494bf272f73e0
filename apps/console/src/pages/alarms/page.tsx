import { Skeleton } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { PageHead } from "../../shell/page-head.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import { AlarmTable } from "./alarm-table.tsx";
import { EventList } from "./event-list.tsx";
import { NotifierPanel } from "./notifier-panel.tsx";
import { useAlarms } from "./query.ts";
import { TestResult } from "./test-result.tsx";
import { alarmLines, eventLines, firstAlarm } from "./view-model.ts";
import "../../ui/panel.css";
import "./alarms.css";

/** What is watched, how it stands, what happened, and who is told. */
export const AlarmsPage = () => {
  const { alarms, events, test, snooze } = useAlarms();
  const actions = {
    busy: test.isPending || snooze.isPending,
    onTest: (name: string) => test.mutate({ kind: "alarm", name }),
    onSnooze: (name: string, hours: number) => snooze.mutate({ name, hours }),
  };
  return (
    <>
      <PageHead title="Alarms" money>
        {alarms.data === undefined || alarms.data.alarms.length === 0 ? null : (
          <TableCsv path="/api/alarms" answer={alarms.data} label="Save the alarms as CSV" />
        )}
      </PageHead>
      {alarms.isPending ? <Skeleton h={240} radius="lg" /> : null}
      {alarms.isError ? (
        <FailurePanel failure={alarms.error} onRetry={() => void alarms.refetch()} />
      ) : null}
      {snooze.isError ? <FailurePanel failure={snooze.error} /> : null}
      {alarms.data === undefined ? null : (
        <div className="alarm-panels">
          <TestResult test={test} />
          <div className="panel">
            {alarms.data.alarms.length === 0 ? (
              <EmptyState
                icon={<IconBell size={20} stroke={1.6} />}
                title="No alarms yet"
                text="An alarm watches spend, anomalies, KPIs, errors, caches or bills, and tells a channel when it begins and when it ends. Write one into headgate.yaml; it is taken up at once."
              >
                <CodeBlock text={firstAlarm} label="lines for headgate.yaml" />
              </EmptyState>
            ) : (
              <AlarmTable lines={alarmLines(alarms.data.alarms, Date.now())} {...actions} />
            )}
          </div>
          {alarms.data.notifiers.length === 0 ? null : (
            <NotifierPanel
              notifiers={alarms.data.notifiers}
              busy={actions.busy}
              onTest={(name) => test.mutate({ kind: "notifier", name })}
            />
          )}
          {alarms.data.alarms.length === 0 ? null : (
            <section className="panel" aria-labelledby="alarm-history">
              <div className="panel-head">
                <h2 id="alarm-history">What happened</h2>
                {events.data === undefined || events.data.events.length === 0 ? null : (
                  <TableCsv
                    path="/api/alarms/events"
                    answer={events.data}
                    label="Save what happened as CSV"
                  />
                )}
              </div>
              {events.isPending ? <Skeleton h={80} radius="lg" /> : null}
              {events.isError ? (
                <FailurePanel failure={events.error} onRetry={() => void events.refetch()} />
              ) : null}
              {events.data === undefined ? null : (
                <EventList lines={eventLines(events.data.events)} />
              )}
            </section>
          )}
        </div>
      )}
    </>
  );
};
