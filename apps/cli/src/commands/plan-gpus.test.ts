import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  appliedSchedulesSchema,
  type GpuPlan,
  type PlanGpusResponse,
  planGpusResponse,
} from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommandLines } from "../run-command.fixture.ts";

/** Answers with the plan that is set. */
let server: Server;
let url: string;
let answer: PlanGpusResponse;
beforeAll(async () => {
  server = createServer((_request, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

const empty: GpuPlan = {
  kind: "plan",
  day: "2026-11-30",
  from: "2026-10-31T00:00:00.000Z",
  to: "2026-11-30T00:00:00.000Z",
  ...{ machines: [], changes: [], measure_first: [], packing: null, training: [], schedules: [] },
  ...{ dollars_per_month: null, saving_per_month: null, not_planned: [] },
  ...{ turning_points: [], sources: [], exports: [] },
};
const apply = async () => {
  const words = ["plan", "gpus", "--apply", "--consent", "apply 1 schedule", "--json"];
  const [result] = await runCommandLines([[...words, "--url", url]]);
  return { code: result?.code, lines: result?.stdout.trimEnd().split("\n") ?? [] };
};

test("where there is no plan to apply, a program reads why", async () => {
  answer = {
    kind: "no_plan",
    reasons: [{ why: "missing", place: "machines", text: "None.", mend: "Enter some." }],
  };
  const { code, lines } = await apply();

  expect([code, lines]).toEqual([1, [expect.any(String)]]);
  expect(planGpusResponse.parse(JSON.parse(lines[0] ?? ""))).toEqual(answer);
});

test("where no schedule is SageMaker's, a program reads that none was set, and why", async () => {
  answer = {
    ...empty,
    schedules: [
      {
        ...{ machine: "chat", region: "us-east-1", time_zone: "UTC", usual: 2, least: 0 },
        target: { kind: "auto_scaling_group", group: "chat" },
        actions: [
          { name: "chat-down", minute: 0, hour: 18, days: [1], machines: 0 },
          { name: "chat-up", minute: 0, hour: 8, days: [2], machines: 2 },
        ],
      },
    ],
  };
  const { code, lines } = await apply();

  expect([code, lines]).toEqual([1, [expect.any(String)]]);
  expect(appliedSchedulesSchema.parse(JSON.parse(lines[0] ?? ""))).toEqual({
    applied: [],
    left: [{ machine: "chat", reason: expect.stringContaining("use an exported file") }],
  });
});
