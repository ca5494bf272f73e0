import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";
import {
  axeViolations,
  chromiumPath,
  type Look,
  openBrowser,
  openPage,
  overflowOf,
  patience,
  settledPage,
} from "./open-browser.ts";

const consoleDirectory = resolve(import.meta.dirname, "../../../apps/console/dist");

/** The looks that a page has to stand: light at a desk, dark on a telephone. Colours do not depend on widths. */
export const looks = [
  { dark: false, width: 1280 },
  { dark: true, width: 400 },
];

/** A machine that runs every test at once may be this slow, for a test and for starting a stack. */
const TEST_MS = 120_000;
const START_MS = 240_000;

/** Waits until axe finds nothing wrong with a page; what it found last is the failure. */
export const expectAccessible = (page: Page): Promise<void> =>
  expect.poll(() => axeViolations(page), patience).toEqual([]);

/** Waits until a page is no wider than its window. */
export const expectFits = (page: Page): Promise<void> =>
  expect.poll(() => overflowOf(page), patience).toBe(0);

/** Waits until a page is both accessible and no wider than its window. */
export async function expectPresentable(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectFits(page);
}

/** Opens pages that are closed after each test. */
export type Tabs = Readonly<{
  /** Opens an address and waits until it stands still. */
  open: (url: string, look?: Look) => Promise<Page>;
  /** A page that nothing was opened in. */
  blank: () => Promise<Page>;
}>;

/** Facts about pages; skipped, saying why, where there is no Chromium. */
export function describeInBrowser(title: string, facts: (tabs: Tabs) => void): void {
  const isThere = chromiumPath !== "" && existsSync(chromiumPath);
  const why = isThere ? "" : " (skipped: no Chromium was found)";
  describe.skipIf(!isThere)(`${title} in a browser${why}`, { timeout: TEST_MS }, () => {
    let browser: Browser;
    const pages: Page[] = [];
    const kept = (page: Page): Page => {
      pages.push(page);
      return page;
    };

    beforeAll(async () => {
      browser = await openBrowser();
    }, START_MS);
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.close();
    });
    afterAll(() => browser.close());

    facts({
      open: async (url, look) => {
        const page = kept(await openPage(browser, url, look));
        await settledPage(page);
        return page;
      },
      blank: async () => kept(await browser.newPage()),
    });
  });
}

/** The product as it ships, with its console open. */
export type OpenConsole = Readonly<{
  /** There once the facts run, not while they are described. */
  stack: Stack;
  /** Opens a path of the console and waits until it stands still. */
  open: (path: string, look?: Look) => Promise<Page>;
}>;

/** Facts about the console in front of a stack of its own. */
export function describeConsole(
  title: string,
  given: Readonly<{
    /** What the stack is started with, beside the console. */
    stack?: () => StackOptions | Promise<StackOptions>;
    /** What has happened before the first fact. */
    before?: (stack: Stack) => Promise<void>;
    /** What is to be closed behind the stack. */
    after?: () => Promise<void> | undefined;
  }>,
  facts: (console: OpenConsole) => void,
): void {
  describeInBrowser(title, (tabs) => {
    let stack: Stack;

    beforeAll(async () => {
      if (!existsSync(join(consoleDirectory, "index.html")))
        throw new Error("build the console first");
      stack = await startStack({ consoleDirectory, ...(await given.stack?.()) });
      await given.before?.(stack);
    }, START_MS);
    afterAll(async () => {
      await stack.stop();
      await given.after?.();
    });

    facts({
      get stack() {
        return stack;
      },
      open: (path, look) => tabs.open(`${stack.url}${path}`, look),
    });
  });
}

type StackOptions = NonNullable<Parameters<typeof startStack>[0]>;
