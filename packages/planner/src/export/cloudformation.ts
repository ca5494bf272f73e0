import type { ScheduledScaling } from "@headgate/contract";
import { scaledByApplication, schedulesOf } from "./scalable-target.ts";
import { awsCron, slug, unixCron } from "./schedule-actions.ts";

/** Schedules as a template; a change set shows what it would do. Undefined without any for AWS. */
export function cloudFormation(schedules: readonly ScheduledScaling[]): string | undefined {
  const resources = Object.fromEntries([
    ...scaledByApplication(schedules).map(({ schedule, scaled }) => [
      logicalId(schedule.machine),
      {
        Type: "AWS::ApplicationAutoScaling::ScalableTarget",
        Properties: {
          ServiceNamespace: "sagemaker",
          ResourceId: scaled.resourceId,
          ScalableDimension: scaled.dimension,
          MinCapacity: schedule.least,
          MaxCapacity: schedule.usual,
          ScheduledActions: schedule.actions.map((action) => ({
            ScheduledActionName: action.name,
            Schedule: awsCron(action),
            Timezone: schedule.time_zone,
            ScalableTargetAction: { MinCapacity: action.machines, MaxCapacity: action.machines },
          })),
        },
      },
    ]),
    ...schedulesOf(schedules, "auto_scaling_group").flatMap(({ schedule, target }) =>
      schedule.actions.map((action) => [
        logicalId(action.name),
        {
          Type: "AWS::AutoScaling::ScheduledAction",
          Properties: {
            AutoScalingGroupName: target.group,
            Recurrence: unixCron(action),
            TimeZone: schedule.time_zone,
            MinSize: action.machines,
            DesiredCapacity: action.machines,
          },
        },
      ]),
    ),
  ]);
  if (Object.keys(resources).length === 0) return undefined;
  const template = {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Schedules planned by Headgate",
    Resources: resources,
  };
  return `${JSON.stringify(template, null, 2)}\n`;
}

/** Letters and digits alone. */
const logicalId = (name: string): string =>
  `Headgate${slug(name)
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")}`;
