import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { z } from "zod";

/** Where a Chromium is; `npm test` looks for one and says why when there is none. */
export const chromiumPath: string = process.env.HEADGATE_CHROMIUM ?? "";

/** Chromium without the sandbox (tests may run as root) and without calls to its maker's hosts. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

/** Opens a page of the console and waits for its heading. */
export async function openPage(
  browser: Browser,
  url: string,
  { dark = false, width = 1280 }: Readonly<{ dark?: boolean; width?: number }> = {},
): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: dark ? "dark" : "light",
  });
  page.setDefaultTimeout(15_000);
  await page.goto(url);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
}

/** Waits until nothing of the page is still loading. */
export const settledPage = (page: Page): Promise<void> =>
  page.locator("[aria-busy=true]").first().waitFor({ state: "detached" });

/** By how many pixels a page is wider than its window. */
export const overflowOf = (page: Page): Promise<unknown> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);
const violations = z.array(z.object({ id: z.string(), nodes: z.array(z.string()) }));

/** What axe finds wrong with a page, each with the elements concerned; empty when nothing. */
export async function axeViolations(page: Page): Promise<z.infer<typeof violations>> {
  // Put in by the debugger, not by a tag: the page's own policy forbids scripts that are not its own.
  await page.evaluate(axeSource);
  const found: unknown = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: () => Promise<AxeResults> } };
    const results = await axe.run();
    return results.violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ html }) => html.slice(0, 200)),
    }));
  });
  return violations.parse(found);
}
