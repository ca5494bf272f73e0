import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeInBrowser, expectFits, expectPresentable, looks } from "./in-browser.ts";
import { patience } from "./open-browser.ts";

const root = resolve(import.meta.dirname, "../../..");

describeInBrowser("the page of an analysis", ({ open, blank }) => {
  let folder: string;
  let address: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "headgate-analyze-page-"));
    const file = join(folder, "spend.html");
    const sources = ["litellm", "helicone", "bedrock-batch", "codex"].map(
      (source) => `packages/sources/src/${source}/fixtures`,
    );
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        "--conditions=@headgate/source",
        ...["--import", import.meta.resolve("tsx"), "apps/cli/src/main.ts"],
        ...["analyze", ...sources, "--html", file, "--json"],
      ],
      { cwd: root, encoding: "utf8" },
    );
    if (status === null || status > 1) throw new Error(stderr);
    address = pathToFileURL(file).href;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(looks)(
    "is accessible and as wide as the window: dark $dark, width $width",
    async (look) => {
      const page = await open(address, look);

      await expectPresentable(page);
    },
  );

  test("prints in light colours on the width of A4, and nothing is cut at the right", async () => {
    // A4 without the page's margins: 182 mm at 96 to the inch.
    const page = await open(address, { dark: true, width: 688 });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });

    await expect
      .poll(() => page.evaluate("getComputedStyle(document.body).backgroundColor"), patience)
      .toBe("rgb(255, 255, 255)");
    await expectFits(page);
  });

  test("asks for nothing beside itself", async () => {
    const page = await blank();
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(address);

    await expect.poll(() => page.locator("table").count(), patience).toBeGreaterThan(5);
    await expect.poll(() => page.locator("script, link, img").count(), patience).toBe(0);
    await expect.poll(() => requests, patience).toEqual([address]);
  });
});
