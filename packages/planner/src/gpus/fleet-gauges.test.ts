import type { FleetMachine, ScalingTarget } from "@headgate/contract";
import { expect, test } from "vitest";
import { isOf, type NamedHour } from "./fleet-gauges.ts";

const machine = (target: ScalingTarget): FleetMachine => ({
  ...{ name: "machine", sku: "g5.xlarge", count: 1, term: "on_demand", may_stop: true },
  target,
});
const hour = (workload: string, resource = "GPU-1"): NamedHour => ({
  ...{ hourMs: 0, resource, hardware: null, workload, measure: "accelerator_sm_active" },
  ...{ mean: 0.9, peak: 0.9, sum: 0.9, isUpperBound: false },
});
const embed = machine({ kind: "kubernetes_deployment", namespace: "ml", deployment: "embed" });

test.each([
  ["a pod of the deployment", "ml/embed-7d9f6b5c8-x2x7z", true],
  ["a pod of a deployment whose name goes on", "ml/embed-batch-7d9f6b5c8-x2x7z", false],
  ["a pod of a set that counts its pods", "ml/embed-batch-0", false],
  ["a pod of each node's set", "ml/embed-batch-x2x7z", false],
  ["a pod of another namespace", "xml/embed-7d9f6b5c8-x2x7z", false],
  ["the deployment's own name", "ml/embed", false],
])("%s: %s", (_, workload, isIts) => {
  expect(isOf(embed, hour(workload))).toBe(isIts);
});

test("a pod whose name was cut to 63 letters is its deployment's", () => {
  const deployment = "recommendations-of-the-frankfurt-shop-by-embeddings";
  const long = machine({ kind: "kubernetes_deployment", namespace: "ml", deployment });
  // Kubernetes cuts before the last five letters, here within the hash.
  const pod = `${`${deployment}-7d9f6b5c8-`.slice(0, 58)}x2x7z`;

  expect(isOf(long, hour(`ml/${pod}`))).toBe(true);
});

test("a variant is not another one whose name goes on", () => {
  const all = machine({ kind: "sagemaker_variant", endpoint: "chat", variant: "All" });

  expect(isOf(all, hour("chat", "chat/All"))).toBe(true);
  expect(isOf(all, hour("chat", "chat/All/i-1"))).toBe(true);
  expect(isOf(all, hour("chat", "chat/AllTraffic"))).toBe(false);
});
