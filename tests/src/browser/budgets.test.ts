import { expect, test } from "vitest";
import type { Stack, startStack } from "../stack/start-stack.ts";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";
import { patience } from "./open-browser.ts";

type Options = NonNullable<Parameters<typeof startStack>[0]>;
const budgets: NonNullable<Options["config"]>["budgets"] = [
  { name: "tests-month", match: { team: "tests" }, limit: "1", window: "month" },
  {
    name: "each-project",
    per: ["project"],
    measure: "tokens",
    limit: "200000",
    window: { rolling: "24h" },
  },
  { name: "lanes", measure: "concurrency", limit: "8" },
];

async function call(stack: Stack, project: string): Promise<void> {
  const response = await fetch(`${stack.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.secret}`, "x-headgate-project": project },
    body: JSON.stringify({
      model: "gpt-4o-mini",
      messages: [{ role: "user", content: `Where is ${project}?` }],
      max_tokens: 200,
    }),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
}

describeConsole("the page of budgets where there are none", {}, ({ open }) => {
  test.each(looks)("shows what to write (dark: $dark, $width px)", async (look) => {
    const page = await open("/budgets", look);

    await page.getByRole("heading", { name: "There are no budgets yet" }).waitFor();
    await page.getByText("name: support-month").waitFor();
    await expectPresentable(page);
  });
});

describeConsole(
  "the page of budgets that calls have counted to",
  {
    stack: () => ({ config: { budgets } }),
    before: async (stack) => {
      for (const project of ["docs", "search"]) await call(stack, project);
    },
  },
  ({ open }) => {
    test.each(looks)(
      "has the accounts of each, passes axe and fits (dark: $dark, $width px)",
      async (look) => {
        const page = await open("/budgets", look);

        const mine = page.getByRole("region", { name: "Accounts of tests-month" });
        await mine.getByRole("row", { name: /all calls/ }).waitFor();
        await mine.getByText("Simulated").waitFor();
        const each = page.getByRole("region", { name: "Accounts of each-project" });
        await each.getByRole("row", { name: /project=docs/ }).waitFor();
        await expect.poll(() => each.locator("tbody tr").count(), patience).toBe(2);
        await page.getByText("8 calls at one time").waitFor();
        await expectPresentable(page);
      },
    );
  },
);
