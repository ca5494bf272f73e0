import { execFileSync } from "node:child_process";
import type { ScalingTarget, ScheduledScaling } from "@headgate/contract";
import hcl from "hcl2-parser";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { exportsOfSchedules } from "./exports-of-schedules.ts";
import { actionsOf, awsCron, unixCron } from "./schedule-actions.ts";

/** Nights and the weekend of an office. */
const nights = [
  { from: 18, to: 32 },
  { from: 42, to: 56 },
  { from: 66, to: 80 },
  { from: 90, to: 104 },
  { from: 114, to: 176 },
];
const schedule = (machine: string, target: ScalingTarget): ScheduledScaling => ({
  machine,
  region: "us-east-1",
  time_zone: "Europe/Berlin",
  target,
  usual: 2,
  least: 0,
  actions: [...actionsOf(nights, { name: machine, usual: 2, least: 0, wakeUpSeconds: 600 })],
});
const schedules = [
  schedule("chat", { kind: "sagemaker_inference_component", component: "chat-component" }),
  schedule("trainers", { kind: "auto_scaling_group", group: "it's a group" }),
  schedule("Search API", { kind: "kubernetes_deployment", namespace: "ml", deployment: "search" }),
];
const textOf = (fileName: string): string => {
  const found = exportsOfSchedules(schedules).find(({ file_name }) => file_name === fileName);
  if (found === undefined) throw new Error(`${fileName} is not exported`);
  return found.text;
};

test("machines go when a window begins and come back in time for its end", () => {
  const actions = actionsOf(nights, { name: "a", usual: 2, least: 0, wakeUpSeconds: 600 });

  expect(actions.map(awsCron)).toEqual([
    "cron(0 18 ? * MON,TUE,WED,THU,FRI *)",
    "cron(50 7 ? * MON,TUE,WED,THU,FRI *)",
  ]);
  expect(actions.map(unixCron)).toEqual(["0 18 * * 1,2,3,4,5", "50 7 * * 1,2,3,4,5"]);
  expect(actions.map(({ machines }) => machines)).toEqual([0, 2]);
});

test("the script prints its commands, and a name cannot break out of its quotes", () => {
  const script = textOf("schedules.sh");
  const printed = execFileSync("sh", ["-c", script], {
    encoding: "utf8",
    env: { PATH: "/usr/bin:/bin" },
  });

  expect(printed.split("\n").filter((line) => line.startsWith("aws "))).toHaveLength(5);
  expect(printed).toContain("--auto-scaling-group-name it's a group --scheduled-action-name");
  expect(printed).toContain(
    "--resource-id inference-component/chat-component --scalable-dimension sagemaker:inference-component:DesiredCopyCount",
  );
});

test("Terraform's text is HCL, with a target and its actions", () => {
  const [parsed, fault] = hcl.parseToObject(textOf("schedules.tf"));

  expect(fault).toBeNull();
  const { resource } = parsed as { resource: Record<string, Record<string, unknown[]>> };
  expect(resource.aws_appautoscaling_target?.headgate_chat?.[0]).toMatchObject({
    resource_id: "inference-component/chat-component",
    min_capacity: 0,
    max_capacity: 2,
  });
  expect(Object.keys(resource.aws_autoscaling_schedule ?? {})).toEqual([
    "headgate_trainers_down",
    "headgate_trainers_up",
  ]);
  expect(resource.aws_appautoscaling_scheduled_action?.headgate_chat_down?.[0]).toMatchObject({
    timezone: "Europe/Berlin",
    scalable_target_action: [{ min_capacity: 0, max_capacity: 0 }],
  });
});

test("CloudFormation's text is a template of the two kinds of resources", () => {
  const { Resources } = JSON.parse(textOf("schedules.json")) as {
    Resources: Record<string, { Type: string }>;
  };

  expect(Object.entries(Resources).map(([id, { Type }]) => [id, Type])).toEqual([
    ["HeadgateChat", "AWS::ApplicationAutoScaling::ScalableTarget"],
    ["HeadgateTrainersDown", "AWS::AutoScaling::ScheduledAction"],
    ["HeadgateTrainersUp", "AWS::AutoScaling::ScheduledAction"],
  ]);
});

test("KEDA's object is there from each start to the next window", () => {
  const [document] = parseAllDocuments(textOf("schedules-keda.yaml"));

  expect(document?.errors).toEqual([]);
  expect(document?.toJS()).toMatchObject({
    kind: "ScaledObject",
    metadata: { name: "headgate-search-api", namespace: "ml" },
    spec: {
      minReplicaCount: 0,
      triggers: [
        {
          type: "cron",
          metadata: {
            timezone: "Europe/Berlin",
            start: "50 7 * * 1,2,3,4,5",
            end: "0 18 * * 1,2,3,4,5",
            desiredReplicas: "2",
          },
        },
      ],
    },
  });
});

test("jobs scale one deployment as an account that may do nothing else", () => {
  const documents = parseAllDocuments(textOf("schedules-cronjobs.yaml"));

  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  expect(documents.map((document) => document.get("kind"))).toEqual([
    "ServiceAccount",
    "Role",
    "RoleBinding",
    "CronJob",
    "CronJob",
  ]);
  expect(documents[1]?.toJS()).toMatchObject({ rules: [{ resourceNames: ["search"] }] });
  expect(JSON.stringify(documents[3]?.toJS())).toContain("--replicas=0");
});

test("long names, and names without a Latin letter, are still told apart, down from up and machine from machine", () => {
  const long = "inference-of-the-recommendations-team-in-frankfurt-";
  const names = [`${long}1`, `${long}2`, "模型甲", "模型乙"];
  const exported = exportsOfSchedules([
    ...names.map((name) => schedule(name, { kind: "auto_scaling_group", group: "group" })),
    ...names.map((deployment) =>
      schedule(deployment, { kind: "kubernetes_deployment", namespace: "ml", deployment }),
    ),
  ]);
  const exportOf = (fileName: string): string =>
    exported.find(({ file_name }) => file_name === fileName)?.text ?? "";
  const namesOf = (fileName: string): unknown[] =>
    parseAllDocuments(exportOf(fileName)).flatMap((document) =>
      document.get("kind") === "CronJob" || document.get("kind") === "ScaledObject"
        ? [document.getIn(["metadata", "name"])]
        : [],
    );
  const ofScript = [...exportOf("schedules.sh").matchAll(/--scheduled-action-name (\S+)/g)];
  const { Resources } = JSON.parse(exportOf("schedules.json")) as { Resources: object };
  const labels = [...exportOf("schedules.tf").matchAll(/^resource "\w+" "(\w+)"/gm)];

  expect(new Set(ofScript.map(([, name]) => name)).size).toBe(8);
  expect(Object.keys(Resources)).toHaveLength(8);
  expect(new Set(labels.map(([, label]) => label)).size).toBe(8);
  expect(new Set(namesOf("schedules-cronjobs.yaml")).size).toBe(8);
  expect(new Set(namesOf("schedules-keda.yaml")).size).toBe(4);
  // Kubernetes takes no longer name of such a job.
  for (const name of namesOf("schedules-cronjobs.yaml")) expect(name).toMatch(/^[a-z0-9-]{1,52}$/);
});

test("without schedules nothing is exported", () => {
  expect(exportsOfSchedules([])).toEqual([]);
});
