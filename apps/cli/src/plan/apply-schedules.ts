import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  PutScheduledActionCommand,
  RegisterScalableTargetCommand,
  type ScalableDimension,
} from "@aws-sdk/client-application-auto-scaling";
import { type AppliedSchedules, HeadgateError, type ScheduledScaling } from "@headgate/contract";
import { awsCron, scalableTarget } from "@headgate/planner";
import { boundedRequests } from "./bounded-requests.ts";

export type ApplyOptions = Readonly<{
  /** Where AWS is; its own address unless said. */
  endpoint?: string | undefined;
}>;

const SERVICE = "sagemaker";

/** What this command can set: schedules of SageMaker. */
export const canApply = (schedule: ScheduledScaling): boolean =>
  scalableTarget(schedule.target) !== undefined;

/**
 * Sets schedules through AWS's Application Auto Scaling, with the credentials that AWS's SDK finds. A target that is
 * registered keeps its bounds; one that is not is registered with today's number, which changes nothing by itself. A schedule that
 * fails is told; those before it stay set.
 * @throws HeadgateError `pull_refused` where no credentials are found
 */
export async function applySchedules(
  schedules: readonly ScheduledScaling[],
  { endpoint }: ApplyOptions,
): Promise<AppliedSchedules> {
  const applied: AppliedSchedules["applied"] = [];
  const left: AppliedSchedules["left"] = [];
  for (const schedule of schedules) {
    const scaled = scalableTarget(schedule.target);
    if (scaled === undefined) {
      left.push({
        machine: schedule.machine,
        reason: "AWS's Application Auto Scaling does not keep it: use an exported file.",
      });
      continue;
    }
    const client = new ApplicationAutoScalingClient({
      region: schedule.region,
      maxAttempts: 2,
      requestHandler: boundedRequests(),
      ...(endpoint !== undefined && { endpoint }),
    });
    const which = {
      ServiceNamespace: SERVICE,
      ResourceId: scaled.resourceId,
      ScalableDimension: scaled.dimension as ScalableDimension,
    } as const;
    try {
      const { ScalableTargets: registered = [] } = await client.send(
        new DescribeScalableTargetsCommand({
          ServiceNamespace: SERVICE,
          ResourceIds: [which.ResourceId],
          ScalableDimension: which.ScalableDimension,
        }),
      );
      if (registered.length === 0) {
        await client.send(
          new RegisterScalableTargetCommand({
            ...which,
            MinCapacity: schedule.usual,
            MaxCapacity: schedule.usual,
          }),
        );
        applied.push({ machine: schedule.machine, action: "registered" });
      }
      for (const action of schedule.actions) {
        await client.send(
          new PutScheduledActionCommand({
            ...which,
            ScheduledActionName: action.name,
            Schedule: awsCron(action),
            Timezone: schedule.time_zone,
            ScalableTargetAction: { MinCapacity: action.machines, MaxCapacity: action.machines },
          }),
        );
        applied.push({ machine: schedule.machine, action: action.name });
      }
    } catch (error) {
      left.push({ machine: schedule.machine, reason: failureText(error) });
    } finally {
      client.destroy();
    }
  }
  return { applied, left };
}

function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "CredentialsProviderError")
    throw new HeadgateError(
      "pull_refused",
      "No credentials for AWS were found.",
      {},
      { cause: error },
    );
  return `${error.name}: ${error.message}`;
}
