import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  apiErrorSchema,
  gpuPlanSchema,
  infrastructureImportSchema,
  infrastructurePricesResponse,
  planGpusRequest,
} from "@headgate/contract";
import { builtInInfrastructure, infrastructureBook, planGpus } from "@headgate/planner";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommandLines } from "../run-command.fixture.ts";
import { readFleet } from "./read-fleet.ts";
import { renderGpuPlan } from "./render-gpu-plan.ts";
import { writeExports } from "./write-exports.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-plan-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

test("a list is checked, written with --apply, and then its prices count", async () => {
  const rows = [
    "provider,sku,region,term,dollars_per_hour",
    "aws,g5.xlarge,us-east-1,on_demand,1.10",
    "aws,g6.xlarge,us-east-1,on_demand,81",
  ];
  const list = file("ours.csv", rows.join("\n"));
  const words = ["plan", "prices", "import", "csv", list, "--data", join(folder, "data")];
  const [undated, shown, applied, listed] = await runCommandLines([
    [...words, "--json"],
    [...words, "--day", "2026-11-01"],
    [...words, "--day", "2026-11-01", "--apply", "--json"],
    [
      "plan",
      "prices",
      "list",
      "g5.xlarge",
      "--at",
      "2026-11-02",
      "--data",
      join(folder, "data"),
      "--json",
    ],
  ]);

  expect(undated?.code).toBe(2);
  expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing was written") });
  expect(shown?.stdout).toContain("jump: row 3: g6.xlarge");
  const imported = infrastructureImportSchema.parse(JSON.parse(applied?.stdout ?? ""));
  expect(imported).toMatchObject({
    taken: 1,
    applied: true,
    disagreements: [{ ours: "1.006", theirs: "1.10" }],
  });
  const { prices } = infrastructurePricesResponse.parse(JSON.parse(listed?.stdout ?? ""));
  expect(
    prices.find(({ provider, term }) => provider === "aws" && term === "on_demand"),
  ).toMatchObject({
    dollars_per_hour: "1.100000000000",
    standing: "imported",
    age_days: 1,
  });
});

test("a fleet file is read in YAML, and each fault is told with its place", () => {
  const fleet = readFleet(file("fleet.yaml", "machines:\n  - name: chat\n    sku: g5.xlarge\n"));
  expect(fleet.machines).toMatchObject([
    { name: "chat", count: 1, term: "on_demand", may_stop: true },
  ]);

  const broken = file("broken.yaml", "machines:\n  - name: chat\n    count: 0\n    oops: 1\n");
  expect(() => readFleet(broken)).toThrow(/machines\.0\.sku: .*machines\.0\.count: /);
  expect(() => readFleet(join(folder, "none.yaml"))).toThrow("none.yaml");
  expect(() => readFleet(file("no.yaml", "machines: ["))).toThrow("no.yaml");
});

test("a plan is shown with dollars, ranges, reasons and the age of prices; its exports are files once", async () => {
  const fromMs = Date.UTC(2026, 9, 26);
  const hours = Array.from({ length: 672 }, (_, hour) =>
    hour % 168 < 120 && hour % 24 > 7 && hour % 24 < 18 ? 60 : 0,
  );
  const request = planGpusRequest.parse({
    machines: [
      {
        name: "chat",
        sku: "g5.12xlarge",
        memory_needed_gib: 12,
        target: { kind: "auto_scaling_group", group: "chat" },
        activity_percent: { from: new Date(fromMs).toISOString(), hours },
      },
    ],
  });
  const answer = await planGpus(request, {
    book: infrastructureBook(builtInInfrastructure()),
    day: "2026-11-29",
    range: { fromMs, toMs: fromMs + 672 * 3_600_000 },
    measured: [],
  });
  const text = renderGpuPlan(answer, 120);

  expect(text).toContain("1 × g5.12xlarge → ");
  expect(text).toContain("Mon 18:00 to Tue 08:00");
  expect(text).toMatch(
    /Of \$4,140\.56 a month all together save \$[\d,.]+ \(\$[\d,.]+ to \$[\d,.]+\)\./,
  );
  expect(text).toContain("2026-07-20, 132 days old");
  const plan = gpuPlanSchema.parse(answer);
  const written = await writeExports(join(folder, "out"), plan.exports);
  expect(readdirSync(join(folder, "out")).sort()).toEqual([
    "schedules.json",
    "schedules.sh",
    "schedules.tf",
  ]);
  expect(readFileSync(written[0] ?? "", "utf8")).toContain("APPLY=1");
  await expect(writeExports(join(folder, "out"), plan.exports)).rejects.toThrow("is there already");
  expect(
    renderGpuPlan(
      {
        kind: "no_plan",
        reasons: [{ why: "missing", place: "machines", text: "None.", mend: "Enter some." }],
      },
      80,
    ),
  ).toContain("There is no plan.");
});

test("without a running Headgate the command says so", async () => {
  const [result] = await runCommandLines([
    ["plan", "gpus", "--url", "http://127.0.0.1:9", "--json"],
  ]);

  expect(result?.code).toBe(2);
  expect(
    apiErrorSchema.parse(JSON.parse(result?.stdout || result?.stderr || "{}")).error.code,
  ).toBe("gateway_unreachable");
});
