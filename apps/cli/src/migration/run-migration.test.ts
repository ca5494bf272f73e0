import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import type { MigrationJob } from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { connectManagement } from "../management/gateway-address.ts";
import { runMigration } from "./run-migration.ts";

/** What is said on stderr meanwhile. */
function listener() {
  let said = "";
  const talkTo = new Writable({
    write: (text, _encoding, done) => {
      said += String(text);
      done();
    },
  });
  return { talkTo, said: () => said };
}

const how = { dryRun: false, rest: false, last: false };

test("where no Headgate runs, it is said what to start, and nothing is said to be copied", async () => {
  const { talkTo, said } = listener();
  const api = connectManagement("http://127.0.0.1:1", {});

  await expect(runMigration({ api, ...how, talkTo })).rejects.toMatchObject({
    code: "gateway_unreachable",
    message: expect.stringContaining("headgate start"),
  });

  expect(said()).toBe("");
});

const job = (id: string, change: Partial<MigrationJob>): MigrationJob => ({
  ...{ id, dry_run: false, rest: false, last: false, state: "running" },
  started_at: "2026-11-29T12:00:00.000Z",
  progress: { part: "ledger", table: null, hours: 0, of: 0, copied: 0 },
  ...{ result: null, error: null, ...change },
});

test("a copy whose process was started anew is asked for again, and goes on", async () => {
  const result = {
    equal: true,
    ledger: null,
    state: null,
    batch: null,
    files: null,
    counters: null,
    held: false,
  };
  let begun = 0;
  // As control answers: the second process knows of no job of the first.
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    if (request.method === "POST") {
      begun += 1;
      response.end(JSON.stringify(job(`job-${begun}`, {})));
    } else if (request.url?.endsWith("job-2")) {
      response.end(JSON.stringify(job("job-2", { state: "done", result })));
    } else {
      response.statusCode = 404;
      response.end(
        JSON.stringify({ error: { code: "not_found", message: "No job.", mend: "None." } }),
      );
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const { port } = server.address() as AddressInfo;
  const { talkTo, said } = listener();

  const answer = await runMigration({
    api: connectManagement(`http://127.0.0.1:${port}`, {}),
    ...{ ...how, talkTo },
  });

  expect(answer).toEqual(result);
  expect(begun).toBe(2);
  expect(said()).toContain("started anew");
});
