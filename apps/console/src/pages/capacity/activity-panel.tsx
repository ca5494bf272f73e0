import type { GpuPlan } from "@headgate/contract";
import { counted } from "@headgate/contract";
import { Skeleton } from "@mantine/core";
import { IconActivity } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Panel } from "../../ui/panel.tsx";
import { PointsTable } from "../../ui/points-table.tsx";
import { type MachineActivity, machineActivities } from "./activity-model.ts";
import { percentText } from "./plan-text.ts";
import "../../ui/chart.css";

const LineOverTime = lazy(() => import("../../ui/line-over-time.tsx"));

/** How busy accelerators were over time; what was not measured is a gap. */
export const ActivityPanels = ({ plan }: Readonly<{ plan: GpuPlan }>) => {
  const { shown, more } = machineActivities(plan);
  if (shown.length === 0) {
    return (
      <Panel title="Activity over time" note="of machines' accelerators">
        <EmptyState
          icon={<IconActivity size={20} stroke={1.6} />}
          title="Nothing was measured"
          text="Import DCGM's or CloudWatch's metrics: how busy each machine was stands here then, hour by hour."
        />
      </Panel>
    );
  }
  return (
    <>
      {shown.map((one) => (
        <Activity key={one.name} {...one} />
      ))}
      {more === 0 ? null : (
        <p className="muted">{`${counted(more, "measured machine")} more: their means stand in the table above.`}</p>
      )}
    </>
  );
};

const Activity = ({ name, note, points }: MachineActivity) => (
  <Panel title={`Activity over time: ${name}`} note={note} flush>
    <div className="panel-body">
      <div className="chart-frame">
        <Suspense fallback={<Skeleton h="100%" />}>
          <LineOverTime
            title={`Activity of ${name}`}
            points={points}
            axisText={(length) => percentText(length)}
            desc="The same numbers stand in the table below."
          />
        </Suspense>
      </div>
    </div>
    <PointsTable label={`Activity of ${name}, as a table`} column="Activity" points={points} />
  </Panel>
);
