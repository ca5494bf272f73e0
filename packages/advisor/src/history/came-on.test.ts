import { loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
import { firstPriced } from "./came-on.ts";

test("a model came out when its first price began, unless a list of many was read on that day", () => {
  const record = (provider: string, model: string, valid_from: string) =>
    ({ provider, model, valid_from }) as ReturnType<typeof loadPriceBook>["records"][number];
  const list = Array.from({ length: 21 }, (_, index) => record("lab", `m-${index}`, "2026-08-21"));
  const came = firstPriced({
    records: [...list, record("lab", "new", "2026-11-01"), record("lab", "new", "2026-10-01")],
  });

  expect(came("lab", "new")).toBe("2026-10-01");
  expect(came("lab", "m-3")).toBeUndefined();
  expect(came("other", "new")).toBeUndefined();
});

test("the price book that comes with Headgate tells of its newest models", () => {
  expect(firstPriced(loadPriceBook())("anthropic", "claude-opus-5-5")).toBe("2026-09-22");
});
