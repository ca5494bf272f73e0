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

export type Look = Readonly<{ dark?: boolean; width?: number }>;

/** Opens a page of the console and waits for its heading. Nothing moves that need not. */
export async function openPage(
  browser: Browser,
  url: string,
  { dark = false, width = 1280 }: Look = {},
): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
}

/** How long a page of a slow machine may take until it is as it is expected. */
export const patience = { timeout: 60_000, interval: 100 };

/** Looked up in the page; a page's own policy forbids the polling that the browser's driver would do in it. */
const UNREST = `[
  // While the code of a page is on its way, the console draws nothing at all.
  ...([...document.querySelectorAll("h1")].some((heading) => heading.getClientRects().length > 0)
    ? []
    : ["no heading yet"]),
  ...(document.fonts.status === "loaded" ? [] : ["fonts are loading"]),
  ...[...document.querySelectorAll("[aria-busy=true], .mantine-Skeleton-root[data-visible]")].map(
    ({ tagName, className }) => tagName + " " + className + " is busy",
  ),
  ...document
    .getAnimations()
    .filter(({ playState, effect }) =>
      playState === "running" && effect?.getComputedTiming().iterations !== Infinity)
    .map(({ effect }) => "moving: " + effect?.target?.className),
]`;

/**
 * Waits until a page stands still: its fonts are there, nothing loads, nothing moves but for ever.
 * @throws Error naming what did not come to rest.
 */
export async function settledPage(page: Page): Promise<void> {
  const until = Date.now() + patience.timeout;
  for (;;) {
    const unrest = z.array(z.string()).parse(await page.evaluate(UNREST));
    if (unrest.length === 0) return;
    if (Date.now() > until) throw new Error(`${page.url()} is not at rest: ${unrest.join(", ")}`);
    await page.waitForTimeout(patience.interval / 2);
  }
}

/** By how many pixels a page that stands still is wider than its window. */
export async function overflowOf(page: Page): Promise<unknown> {
  await settledPage(page);
  return page.evaluate(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
}

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);
const violations = z.array(z.object({ id: z.string(), nodes: z.array(z.string()) }));

/** What axe finds wrong with a page that stands still, with the elements concerned; empty when nothing. */
export async function axeViolations(page: Page): Promise<z.infer<typeof violations>> {
  await settledPage(page);
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
