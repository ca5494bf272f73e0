import type { PlanExport } from "@headgate/contract";
import { expect, test } from "vitest";
import { exportsForTool, readExportTool } from "./exports-for-tool.ts";

/** Constructed. */
const terraform: PlanExport = {
  tool: "terraform",
  file_name: "year.tf",
  text: "resource {}\n",
  notes: ["Look at the plan first."],
};
const planned = {
  change: null,
  plan: { range_basis: null, risks: [], would_change: [], sources: [], exports: [terraform] },
};

test("a tool gets its own texts, with what is to be said beside them", () => {
  expect(exportsForTool(planned, "terraform")).toEqual({
    texts: [terraform],
    talked: ["Look at the plan first."],
  });
});

test("a tool that nothing is for is told which others there are, or what to do instead", () => {
  expect(exportsForTool(planned, "aws-cli").talked).toEqual([
    "There is nothing of it for aws-cli; there is for terraform.",
  ]);
  expect(exportsForTool({ plan: null, change: null }, "terraform").talked[0]).toMatch(/by a tool/);
  expect(exportsForTool({ plan: null, change: {} }, "terraform").talked[0]).toMatch(/apply/);
});

test("tools are named with dashes or underscores; others are refused by name", () => {
  expect(readExportTool("aws_cli")).toBe("aws-cli");
  expect(() => readExportTool("pulumi")).toThrow(/pulumi/);
});
