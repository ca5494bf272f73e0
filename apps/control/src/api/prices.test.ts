import { pricesResponse } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { type OpenApp, openApp } from "../open-app.fixture.ts";

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
});
afterAll(() => control.close());

test("prices hold today unless a day is named", async () => {
  const { at, models } = await control.read("/api/prices", pricesResponse.strict());

  expect(at).toBe("2026-11-23");
  expect(models).toEqual(control.prices.list({ at }));
  expect(models.length).toBeGreaterThan(0);
});

test("prices can be asked for one provider and day", async () => {
  const { at, models } = await control.read(
    "/api/prices?provider=anthropic&at=2026-10-01",
    pricesResponse.strict(),
  );

  expect(at).toBe("2026-10-01");
  expect(new Set(models.map((model) => model.provider))).toEqual(new Set(["anthropic"]));
});

test("a day that does not exist is refused", async () => {
  const error = await expectError(
    await control.ask("/api/prices?at=2026-02-30"),
    400,
    "request_invalid",
  );

  expect(error.message).toContain("at");
});
