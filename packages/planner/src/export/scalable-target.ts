import type { ScalingTarget, ScheduledScaling } from "@headgate/contract";

/** What Application Auto Scaling scales, by its own names (https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html, read 2026-11-29). */
export type ScalableTarget = Readonly<{ resourceId: string; dimension: string }>;

/** Undefined for what Application Auto Scaling does not scale. */
export function scalableTarget(target: ScalingTarget): ScalableTarget | undefined {
  switch (target.kind) {
    case "sagemaker_variant":
      return {
        resourceId: `endpoint/${target.endpoint}/variant/${target.variant}`,
        dimension: "sagemaker:variant:DesiredInstanceCount",
      };
    case "sagemaker_inference_component":
      return {
        resourceId: `inference-component/${target.component}`,
        dimension: "sagemaker:inference-component:DesiredCopyCount",
      };
    case "auto_scaling_group":
    case "kubernetes_deployment":
      return undefined;
    default:
      return target satisfies never;
  }
}

/** Of schedules those of one kind of target, with it. */
export const schedulesOf = <Kind extends ScalingTarget["kind"]>(
  schedules: readonly ScheduledScaling[],
  kind: Kind,
): readonly Readonly<{
  schedule: ScheduledScaling;
  target: Extract<ScalingTarget, { kind: Kind }>;
}>[] =>
  schedules.flatMap((schedule) =>
    schedule.target.kind === kind
      ? [{ schedule, target: schedule.target as Extract<ScalingTarget, { kind: Kind }> }]
      : [],
  );

/** Schedules that Application Auto Scaling keeps, with what it calls their targets. */
export const scaledByApplication = (schedules: readonly ScheduledScaling[]) =>
  schedules.flatMap((schedule) => {
    const scaled = scalableTarget(schedule.target);
    return scaled === undefined ? [] : [{ schedule, scaled }];
  });
