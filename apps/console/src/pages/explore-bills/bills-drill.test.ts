import { expect, test } from "vitest";
import { narrowerBills } from "./bills-drill.ts";

test("one drills into bills from the wide to the narrow, past what is filtered already", () => {
  expect(narrowerBills({ of: "bills" }, "category", "inference")).toEqual({
    of: "bills",
    category: "inference",
    lines_by: "provider_name",
    lines_sort: undefined,
  });
  expect(
    narrowerBills({ of: "bills", service_name: "Bedrock", team: "" }, "model", "sonnet"),
  ).toMatchObject({ model: "sonnet", service_name: "Bedrock", lines_by: "meter" });
  expect(narrowerBills({ of: "bills", team: "red" }, "meter", "tokens")?.lines_by).toBe("project");
});

test("an account opens its parts, and what cuts across begins at the widest", () => {
  expect(narrowerBills({ of: "bills" }, "billing_account", "1")?.lines_by).toBe("sub_account");
  expect(narrowerBills({ of: "bills", category: "inference" }, "region", "eu")?.lines_by).toBe(
    "provider_name",
  );
  expect(narrowerBills({ of: "bills" }, "region", "eu")).toHaveProperty("lines_by", undefined);
});

test("the end of the path opens nothing", () => {
  expect(narrowerBills({ of: "bills" }, "customer", "acme")).toBeUndefined();
});

test("the rest of a bill opens with the lines that are about no AI", () => {
  expect(narrowerBills({ of: "bills" }, "category", "not_ai")?.about).toBe("all");
  expect(narrowerBills({ of: "bills" }, "category", "storage")).not.toHaveProperty("about");
});
