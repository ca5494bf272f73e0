import { expect, onTestFinished, test } from "vitest";
import { openApp } from "../open-app.fixture.ts";
import { migrate } from "./migrate.fixture.ts";

test("where nothing is to be moved, that is said with what mends it", async () => {
  const app = await openApp();
  onTestFinished(() => app.close());

  const job = await migrate(app);

  expect(job).toMatchObject({
    state: "failed",
    error: { code: "migration_unset", mend: expect.stringContaining("move_to") },
  });
});
