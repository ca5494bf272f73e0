import { test } from "vitest";
import type { Stack } from "../stack/start-stack.ts";
import { importRows } from "./import-rows.fixture.ts";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";

/** Constructed: one GPU that is half busy for two hours up to now, and neither a call nor a bill. */
const importGauges = (stack: Stack): Promise<void> =>
  importRows(stack, {
    named: ["constructed/dcgm/"],
    batch: {
      gauges: [1, 2].map((hours) => ({
        gauge_id: `constructed-${hours}`,
        source: "dcgm" as const,
        at_ms: Date.now() - hours * 3_600_000,
        period_ms: 60_000,
        measure: "accelerator_utilisation" as const,
        value: 0.5,
        resource: "GPU-1",
        labels: {},
      })),
    },
    finish: {
      read: [{ source: "dcgm", files: 1, rows: 2, skipped: 0 }],
      skips: [],
      warnings: [],
    },
  });

describeConsole(
  "measurements of machines without a call or a bill",
  { before: importGauges },
  (shown) => {
    const { open } = shown;

    test.each(looks)(
      "KPIs tell how busy GPUs were, and lead to the machines (dark: $dark, $width px)",
      async (look) => {
        const page = await open("/kpis?range=24h", look);

        const gpu = page.getByRole("article", { name: "GPU utilisation" });
        await gpu.getByText("50.0%", { exact: true }).waitFor();
        await expectPresentable(page);
        await gpu.getByRole("link", { name: "See the machines" }).press("Enter");
        await page.waitForURL(/\/capacity\?plan=machines/);
      },
    );

    test.each(looks)(
      "a page of calls says where measurements are shown (dark: $dark, $width px)",
      async (look) => {
        const page = await open("/", look);

        await page.getByText("Make the first call").waitFor();
        await page.getByText(/Measurements of GPUs are here/).waitFor();
        await expectPresentable(page);
      },
    );
  },
);
