import type { ScheduledScaling } from "@headgate/contract";
import { scaledByApplication, schedulesOf } from "./scalable-target.ts";
import { awsCron, slug, unixCron } from "./schedule-actions.ts";

/** Schedules as a script of AWS's command line, which prints what it would do unless `APPLY=1`; undefined without any for AWS. */
export function awsCliScript(schedules: readonly ScheduledScaling[]): string | undefined {
  const commands = [...applicationCommands(schedules), ...groupCommands(schedules)];
  if (commands.length === 0) return undefined;
  return [
    "#!/bin/sh",
    "# Prints what it would do. To do it: APPLY=1 sh <this file>",
    "set -eu",
    'run() { if [ "${APPLY:-0}" = "1" ]; then "$@"; else printf "%s " "$@"; printf "\\n"; fi; }',
    "",
    ...commands.map((words) => ["run", ...words.map(quoted)].join(" ")),
    "",
  ].join("\n");
}

const applicationCommands = (schedules: readonly ScheduledScaling[]): string[][] =>
  scaledByApplication(schedules).flatMap(({ schedule, scaled }) => {
    const which = [
      ...["--region", schedule.region, "--service-namespace", "sagemaker"],
      ...["--resource-id", scaled.resourceId, "--scalable-dimension", scaled.dimension],
    ];
    return [
      [
        ...["aws", "application-autoscaling", "register-scalable-target", ...which],
        ...["--min-capacity", String(schedule.least), "--max-capacity", String(schedule.usual)],
      ],
      ...schedule.actions.map((action) => [
        ...["aws", "application-autoscaling", "put-scheduled-action", ...which],
        ...["--scheduled-action-name", action.name, "--schedule", awsCron(action)],
        ...["--timezone", schedule.time_zone, "--scalable-target-action"],
        `MinCapacity=${action.machines},MaxCapacity=${action.machines}`,
      ]),
    ];
  });

const groupCommands = (schedules: readonly ScheduledScaling[]): string[][] =>
  schedulesOf(schedules, "auto_scaling_group").flatMap(({ schedule, target }) =>
    schedule.actions.map((action) => [
      ...["aws", "autoscaling", "put-scheduled-update-group-action", "--region", schedule.region],
      ...["--auto-scaling-group-name", target.group, "--scheduled-action-name", slug(action.name)],
      ...["--recurrence", unixCron(action), "--time-zone", schedule.time_zone],
      ...["--min-size", String(action.machines), "--desired-capacity", String(action.machines)],
    ]),
  );

/** A word of a shell, whatever it holds. */
const quoted = (word: string): string =>
  /^[A-Za-z0-9_/.,:=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
