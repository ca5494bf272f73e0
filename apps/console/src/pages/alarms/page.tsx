import { Skeleton } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { PageHead } from "../../shell/page-head.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { AlarmTable } from "./alarm-table.tsx";
import { useAlarms } from "./query.ts";
import { alarmLines, firstAlarm } from "./view-model.ts";
import "../../ui/panel.css";

/** What is watched, and how it stands. */
export const AlarmsPage = () => {
  const alarms = useAlarms();
  return (
    <>
      <PageHead title="Alarms" money />
      {alarms.isPending ? <Skeleton h={240} radius="lg" /> : null}
      {alarms.isError ? (
        <FailurePanel failure={alarms.error} onRetry={() => void alarms.refetch()} />
      ) : null}
      {alarms.data === undefined ? null : (
        <div className="panel">
          {alarms.data.alarms.length === 0 ? (
            <EmptyState
              icon={<IconBell size={20} stroke={1.6} />}
              title="No alarms yet"
              text="An alarm watches spend, errors or cache hits, and tells a channel when it begins and when it ends. Write one into headgate.yaml; it is taken up at once."
            >
              <CodeBlock text={firstAlarm} label="lines for headgate.yaml" />
            </EmptyState>
          ) : (
            <AlarmTable lines={alarmLines(alarms.data.alarms, Date.now())} />
          )}
        </div>
      )}
    </>
  );
};
