import type { PlanExport, ScheduledScaling } from "@headgate/contract";
import { awsCliScript } from "./aws-cli.ts";
import { cloudFormation } from "./cloudformation.ts";
import { cronJobs, kedaObjects } from "./kubernetes.ts";
import { terraform } from "./terraform.ts";

const CHECK_MAXIMUM =
  "The usual number is set as minimum and maximum when machines come back: raise the maximum if you scale by load.";
const NODES =
  "Pods that go leave their nodes: only a cluster autoscaler or Karpenter gives machines back, and only then does it save anything.";

/** Planned schedules as what users' tools take. Nothing is applied by them as they are. */
export function exportsOfSchedules(schedules: readonly ScheduledScaling[]): readonly PlanExport[] {
  const found: readonly Readonly<{
    tool: PlanExport["tool"];
    file_name: string;
    text: string | undefined;
    notes: string[];
  }>[] = [
    {
      tool: "aws_cli",
      file_name: "schedules.sh",
      text: awsCliScript(schedules),
      notes: ["It prints its commands; APPLY=1 runs them.", CHECK_MAXIMUM],
    },
    {
      tool: "terraform",
      file_name: "schedules.tf",
      text: terraform(schedules),
      notes: ["`terraform plan` shows what it would do.", CHECK_MAXIMUM],
    },
    {
      tool: "cloudformation",
      file_name: "schedules.json",
      text: cloudFormation(schedules),
      notes: ["A change set shows what it would do.", CHECK_MAXIMUM],
    },
    {
      tool: "kubernetes",
      file_name: "schedules-keda.yaml",
      text: kedaObjects(schedules),
      notes: [
        "Needs KEDA. `kubectl apply --dry-run=server` shows what it would do.",
        "KEDA makes an autoscaler of its own: remove yours from this deployment.",
        NODES,
      ],
    },
    {
      tool: "kubernetes",
      file_name: "schedules-cronjobs.yaml",
      text: cronJobs(schedules),
      notes: [
        "For clusters without KEDA: take this or the other, not both.",
        "Check the image of kubectl against your cluster's version.",
        NODES,
      ],
    },
  ];
  return found.flatMap(({ text, ...rest }) => (text === undefined ? [] : [{ ...rest, text }]));
}
