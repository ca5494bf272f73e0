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
