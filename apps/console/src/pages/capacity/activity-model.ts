import { type GpuPlan, lengthText, type PlannedMachine } from "@headgate/contract";
import { dayUtcText } from "../../time/time-text.ts";
import { momentText } from "./course-model.ts";
import { percentText } from "./plan-text.ts";

type Activity = NonNullable<PlannedMachine["activity"]>;

const bases = {
  sm_active: "processors that had work",
  utilisation: "time in which some kernel ran: an upper bound",
  upper_bound: "a sum over devices whose number is not known: an upper bound",
  cpu: "processors of the host",
  entered: "as you entered it",
} as const satisfies Record<Activity["basis"], string>;

type ActivityPoint = Readonly<{
  label: string;
  title: string;
  text: string;
  length: number | undefined;
}>;

export type MachineActivity = Readonly<{
  name: string;
  note: string;
  points: readonly ActivityPoint[];
}>;

/** A chart of each takes its place: of more machines the table has their means. */
const MOST = 6;

/** How busy each measured machine was over time, and how many more there are. */
export function machineActivities({
  machines,
}: Pick<GpuPlan, "machines">): Readonly<{ shown: readonly MachineActivity[]; more: number }> {
  const measured = machines.flatMap(({ name, activity }) =>
    activity === null ? [] : [{ name, activity }],
  );
  return {
    shown: measured.slice(0, MOST).map(({ name, activity }) => ({
      name,
      note: `${bases[activity.basis]}; means of ${lengthText(activity.step_ms)}, UTC`,
      points: activity.points.map((point) => pointOf(point)),
    })),
    more: Math.max(0, measured.length - MOST),
  };
}

function pointOf({ start, mean, peak }: Activity["points"][number]): ActivityPoint {
  const startMs = Date.parse(start);
  return {
    label: dayUtcText(startMs),
    title: momentText(startMs),
    text:
      mean === null || peak === null
        ? "not measured"
        : `${percentText(mean)}, busiest hour ${percentText(peak)}`,
    length: mean ?? undefined,
  };
}
