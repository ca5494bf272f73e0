import type { ScheduledScaling } from "@headgate/contract";
import { schedulesOf } from "./scalable-target.ts";
import { slug, unixCron } from "./schedule-actions.ts";

type Deployed = ReturnType<typeof deployedOf>[number];
const deployedOf = (schedules: readonly ScheduledScaling[]) =>
  schedulesOf(schedules, "kubernetes_deployment");

/**
 * Schedules as KEDA's scaled objects (https://keda.sh/docs/2.17/scalers/cron/, read 2026-11-29): its cron scaler names the
 * times at which replicas are there, and `minReplicaCount` holds at all others. Undefined without a deployment.
 */
export function kedaObjects(schedules: readonly ScheduledScaling[]): string | undefined {
  const objects = deployedOf(schedules).map(scaledObject);
  return objects.length === 0 ? undefined : objects.join("---\n");
}

function scaledObject({ schedule, target }: Deployed): string {
  return lines([
    "apiVersion: keda.sh/v1alpha1",
    "kind: ScaledObject",
    "metadata:",
    `  name: ${slug(`headgate-${schedule.machine}`)}`,
    `  namespace: ${text(target.namespace)}`,
    "spec:",
    "  scaleTargetRef:",
    `    name: ${text(target.deployment)}`,
    `  minReplicaCount: ${schedule.least}`,
    `  maxReplicaCount: ${Math.max(1, schedule.usual)}`,
    "  triggers:",
    ...timesOn(schedule).flatMap(({ start, end }) => [
      "    - type: cron",
      "      metadata:",
      `        timezone: ${text(schedule.time_zone)}`,
      `        start: ${text(unixCron(start))}`,
      `        end: ${text(unixCron(end))}`,
      `        desiredReplicas: ${text(String(schedule.usual))}`,
    ]),
  ]);
}

type Time = Readonly<{ minute: number; hour: number; days: readonly number[] }>;

/** From each time up to the next down. Those of the same hours within one day are one. */
function timesOn(schedule: ScheduledScaling): Readonly<{ start: OneTime; end: OneTime }>[] {
  const at = (machines: number): number[] =>
    schedule.actions
      .filter((action) => action.machines === machines)
      .flatMap(({ minute, hour, days }) => days.map((day) => day * 1440 + hour * 60 + minute))
      .sort((one, other) => one - other);
  const downs = at(schedule.least);
  const merged = new Map<string, { start: OneTime; end: OneTime }>();
  for (const up of at(schedule.usual)) {
    const down = downs.find((time) => time > up) ?? downs[0];
    if (down === undefined) continue;
    const [start, end] = [timeOf(up), timeOf(down)];
    const isOneDay = start.days[0] === end.days[0];
    const key = isOneDay ? `${up % 1440} ${down % 1440}` : `${up} ${down}`;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { start, end });
    else {
      known.start.days.push(...start.days);
      known.end.days.push(...end.days);
    }
  }
  return [...merged.values()];
}

type OneTime = Time & { days: number[] };

const timeOf = (weekMinute: number): OneTime => ({
  minute: weekMinute % 60,
  hour: Math.floor((weekMinute % 1440) / 60),
  days: [Math.floor(weekMinute / 1440)],
});

/**
 * The same by jobs of the cluster itself, for those without KEDA: `kubectl scale` at each time, as a service account that may
 * scale this deployment and nothing else. Undefined without a deployment.
 */
export function cronJobs(schedules: readonly ScheduledScaling[]): string | undefined {
  const objects = deployedOf(schedules).flatMap((deployed) => [
    ...accountOf(deployed),
    ...deployed.schedule.actions.map((action) => cronJob(deployed, action)),
  ]);
  return objects.length === 0 ? undefined : objects.join("---\n");
}

function accountOf({ schedule, target }: Deployed): string[] {
  const name = slug(`headgate-scale-${schedule.machine}`);
  const metadata = ["metadata:", `  name: ${name}`, `  namespace: ${text(target.namespace)}`];
  return [
    lines(["apiVersion: v1", "kind: ServiceAccount", ...metadata]),
    lines([
      ...["apiVersion: rbac.authorization.k8s.io/v1", "kind: Role", ...metadata],
      "rules:",
      '  - apiGroups: ["apps"]',
      '    resources: ["deployments", "deployments/scale"]',
      `    resourceNames: [${text(target.deployment)}]`,
      '    verbs: ["get", "patch", "update"]',
    ]),
    lines([
      ...["apiVersion: rbac.authorization.k8s.io/v1", "kind: RoleBinding", ...metadata],
      ...["roleRef:", "  apiGroup: rbac.authorization.k8s.io", "  kind: Role", `  name: ${name}`],
      ...["subjects:", "  - kind: ServiceAccount", `    name: ${name}`],
      `    namespace: ${text(target.namespace)}`,
    ]),
  ];
}

const cronJob = (
  { schedule, target }: Deployed,
  action: ScheduledScaling["actions"][number],
): string =>
  lines([
    "apiVersion: batch/v1",
    "kind: CronJob",
    "metadata:",
    `  name: ${slug(`headgate-${action.name}`)}`,
    `  namespace: ${text(target.namespace)}`,
    "spec:",
    `  schedule: ${text(unixCron(action))}`,
    `  timeZone: ${text(schedule.time_zone)}`,
    "  concurrencyPolicy: Forbid",
    "  jobTemplate:",
    "    spec:",
    "      template:",
    "        spec:",
    `          serviceAccountName: ${slug(`headgate-scale-${schedule.machine}`)}`,
    "          restartPolicy: OnFailure",
    "          containers:",
    "            - name: scale",
    "              image: registry.k8s.io/kubectl:v1.34.0",
    `              command: ["kubectl", "scale", "--replicas=${action.machines}", ${text(`deployment/${target.deployment}`)}]`,
  ]);

const lines = (of: readonly string[]): string => `${of.join("\n")}\n`;
/** JSON's strings are YAML's. */
const text = (value: string): string => JSON.stringify(value);
