import type { ScheduledScaling } from "@headgate/contract";
import { scaledByApplication, schedulesOf } from "./scalable-target.ts";
import { awsCron, slug, unixCron } from "./schedule-actions.ts";

type Attributes = readonly (readonly [name: string, value: string])[];

/** Schedules as Terraform resources; `terraform plan` shows what they would do. Undefined without any for AWS. */
export function terraform(schedules: readonly ScheduledScaling[]): string | undefined {
  const blocks = [...applicationBlocks(schedules), ...groupBlocks(schedules)];
  return blocks.length === 0 ? undefined : blocks.join("\n");
}

const applicationBlocks = (schedules: readonly ScheduledScaling[]): string[] =>
  scaledByApplication(schedules).flatMap(({ schedule, scaled }) => {
    const label = labelOf(schedule.machine);
    const of = `aws_appautoscaling_target.${label}`;
    return [
      resource("aws_appautoscaling_target", label, [
        ["service_namespace", text("sagemaker")],
        ["resource_id", text(scaled.resourceId)],
        ["scalable_dimension", text(scaled.dimension)],
        ["min_capacity", String(schedule.least)],
        ["max_capacity", String(schedule.usual)],
      ]),
      ...schedule.actions.map((action) =>
        resource(
          "aws_appautoscaling_scheduled_action",
          labelOf(action.name),
          [
            ["name", text(action.name)],
            ["service_namespace", `${of}.service_namespace`],
            ["resource_id", `${of}.resource_id`],
            ["scalable_dimension", `${of}.scalable_dimension`],
            ["schedule", text(awsCron(action))],
            ["timezone", text(schedule.time_zone)],
          ],
          [
            "  scalable_target_action {",
            `    min_capacity = ${action.machines}`,
            `    max_capacity = ${action.machines}`,
            "  }",
          ],
        ),
      ),
    ];
  });

const groupBlocks = (schedules: readonly ScheduledScaling[]): string[] =>
  schedulesOf(schedules, "auto_scaling_group").flatMap(({ schedule, target }) =>
    schedule.actions.map((action) =>
      resource("aws_autoscaling_schedule", labelOf(action.name), [
        ["scheduled_action_name", text(slug(action.name))],
        ["autoscaling_group_name", text(target.group)],
        ["recurrence", text(unixCron(action))],
        ["time_zone", text(schedule.time_zone)],
        ["min_size", String(action.machines)],
        // -1 leaves the group's own maximum as it is.
        ["max_size", "-1"],
        ["desired_capacity", String(action.machines)],
      ]),
    ),
  );

function resource(
  type: string,
  label: string,
  attributes: Attributes,
  nested: readonly string[] = [],
): string {
  const width = Math.max(...attributes.map(([name]) => name.length));
  return [
    `resource "${type}" "${label}" {`,
    ...attributes.map(([name, value]) => `  ${name.padEnd(width)} = ${value}`),
    ...(nested.length === 0 ? [] : ["", ...nested]),
    "}",
    "",
  ].join("\n");
}

/** Labels begin with a letter. */
const labelOf = (name: string): string => `headgate_${slug(name).replaceAll("-", "_")}`;

const text = (value: string): string => JSON.stringify(value).replaceAll("${", "$${");
