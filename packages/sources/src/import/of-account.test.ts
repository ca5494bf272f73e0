import { expect, test } from "vitest";
import { anthropicCostReport } from "../anthropic-cost-report/source.ts";
import { anthropicUsageReport } from "../anthropic-usage-report/source.ts";
import { awsCostExplorer } from "../aws-cost-explorer/source.ts";
import { ofAccountId } from "../bill/bill-ids.ts";
import { openaiCosts } from "../openai-costs/source.ts";
import type { Source } from "../source.ts";
import { fixtureFile, readAll } from "../source-files.fixture.ts";
import { linesIn } from "../source-lines.fixture.ts";
import { totalsIn } from "../source-totals.fixture.ts";
import { isOfAnother, ofAccount } from "./of-account.ts";

const foundIn = async (source: Source, folder: string, name: string, account: string) =>
  (await readAll(source, fixtureFile(folder, name))).map((found) => ofAccount(found, account));

test("a day of each of two organisations is a statement of its own, with lines of its own", async () => {
  const read = (account: string) =>
    foundIn(anthropicCostReport, "anthropic-cost-report", "report.json", account).then(linesIn);
  const [research, products] = [await read("research"), await read("products")];

  expect(research[0]).toMatchObject({
    statement: "anthropic_cost_report:research:2026-11-02",
    billing_account_id: "research",
    sub_account_id: "wrkspc_1",
  });
  const ids = [...research, ...products].map(({ line_id }) => line_id);
  expect(new Set(ids).size).toBe(2 * research.length);
  expect(ids.every((id) => /^anthropic_cost_report:(research|products):/.test(id))).toBe(true);
});

test("sums of usage carry the account too", async () => {
  const [plain] = totalsIn(
    await readAll(anthropicUsageReport, fixtureFile("anthropic-usage-report", "report.json")),
  );
  const [total] = totalsIn(
    await foundIn(anthropicUsageReport, "anthropic-usage-report", "report.json", "research"),
  );

  expect(total?.account).toBe("research");
  expect(total?.total_id).toBe(
    plain?.total_id.replace("anthropic_usage_report:", "anthropic_usage_report:research:"),
  );
});

test("what names its account itself keeps it", async () => {
  const found = await readAll(openaiCosts, fixtureFile("openai-costs", "costs.json"));

  expect(found.map((one) => ofAccount(one, "research"))).toEqual(found);
  expect(found.some((one) => isOfAnother(one, "research"))).toBe(true);
  expect(found.some((one) => isOfAnother(one, "org-1"))).toBe(false);
});

test("a payer's bill that tells no members apart stays about the calls of all of them", async () => {
  const [line] = linesIn(
    await foundIn(
      ...([awsCostExplorer, "aws-cost-explorer", "by-service-and-usage-type.json"] as const),
      "111122223333",
    ),
  );
  const [ofMember] = linesIn(
    await foundIn(
      ...([awsCostExplorer, "aws-cost-explorer", "by-account-and-tag.json"] as const),
      "111122223333",
    ),
  );

  expect(line).toMatchObject({
    statement: "aws_cost_explorer:111122223333:2026-11-03",
    billing_account_name: "111122223333",
  });
  expect(line?.billing_account_id).toBeUndefined();
  expect(ofMember).toMatchObject({
    billing_account_id: "111122223333",
    sub_account_id: "444455556666",
  });
});

test("an id that would be too long stands as its digest, another one for each account", () => {
  const long = `aws_cost_explorer:${"x".repeat(180)}`;

  const [one, other] = ["a", "b"].map((account) =>
    ofAccountId("aws_cost_explorer", long, account.repeat(40)),
  );

  expect(one).toMatch(/^aws_cost_explorer:[0-9a-f]{64}$/);
  expect(other).not.toBe(one);
});
