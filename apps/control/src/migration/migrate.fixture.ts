import { type MigrationJob, migrationJobSchema } from "@headgate/contract";
import { expect } from "vitest";
import { type OpenApp, sendJson } from "../open-app.fixture.ts";

/** Has the stores copied, and waits until that is over. */
export async function migrate(
  app: Pick<OpenApp, "ask" | "read">,
  body = {},
): Promise<MigrationJob> {
  const answer = await app.ask("/api/migration", sendJson("POST", body));
  expect(answer.status).toBe(200);
  const { id } = migrationJobSchema.parse(await answer.json());
  await expect
    .poll(async () => (await app.read(`/api/migration/${id}`, migrationJobSchema)).state, {
      timeout: 90_000,
      interval: 50,
    })
    .not.toBe("running");
  return app.read(`/api/migration/${id}`, migrationJobSchema);
}
