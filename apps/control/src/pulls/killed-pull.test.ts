import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnvironment, configSchema } from "@headgate/contract";
import { dataDirectory, openDuckdbLedger, openSqliteState } from "@headgate/ledger";
import { expect, onTestFinished, test } from "vitest";

const DAY_MS = 86_400_000;

/** A control process over a data directory, from its source. */
function startControl(folder: string, baseUrl: string): ChildProcess {
  const source = {
    name: "bill",
    kind: "openai-costs",
    base_url: `${baseUrl}/v1`,
    api_key: "an-admin-key-of-the-tests",
    first_pull_days: 60,
    look_back_days: 0,
  };
  const child = fork(new URL("../main.ts", import.meta.url), {
    execArgv: ["--conditions=@headgate/source", "--import", "tsx"],
    env: {
      ...process.env,
      HEADGATE_LOG_LEVEL: "silent",
      [childEnvironment.config]: JSON.stringify(configSchema.parse({ sources: [source] })),
      [childEnvironment.data]: folder,
      [childEnvironment.token]: "the-token-of-this-run",
      [childEnvironment.mode]: "live",
    },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** A day's bill with one line. */
const bill = (startMs: number) => ({
  data: [
    {
      start_time: startMs / 1000,
      end_time: (startMs + DAY_MS) / 1000,
      results: [
        {
          object: "organization.costs.result",
          amount: { value: 1, currency: "usd" },
          line_item: "gpt-4o-mini, input",
          organization_id: "org-1",
        },
      ],
    },
  ],
  has_more: false,
  next_page: null,
});
const startOf = (request: IncomingMessage): number =>
  Number(new URL(request.url ?? "", "http://provider").searchParams.get("start_time")) * 1000;

/** How far the pull has come, by another reader of the state. */
async function standingIn(folder: string) {
  const state = await openSqliteState({ path: dataDirectory(folder).state });
  const [standing] = await state.pullStandings();
  await state.close();
  return standing;
}

test("a pull that is killed in its middle goes on behind its last period, and bills nothing twice", async () => {
  const folder = await mkdtemp(join(tmpdir(), "headgate-killed-pull-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  let hangs: ((startMs: number) => void) | undefined;
  const asked: number[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const startMs = startOf(request);
    asked.push(startMs);
    // Half a page of the second period, and then nothing.
    if (asked.length === 2 && hangs !== undefined) {
      response.write('{"data": [');
      hangs(startMs);
    } else response.end(JSON.stringify(bill(startMs)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const hanging = new Promise<number>((resolve) => {
    hangs = resolve;
  });
  const first = startControl(folder, url);
  const secondPeriodMs = await hanging;
  first.kill("SIGKILL");
  await once(first, "exit");
  const cutOff = await standingIn(folder);
  expect(cutOff).toMatchObject({ finishedUntilMs: secondPeriodMs, failuresInARow: 0 });

  // Due at once, instead of in the minute that a restart waits.
  const state = await openSqliteState({ path: dataDirectory(folder).state });
  if (cutOff !== undefined) await state.savePull({ ...cutOff, nextRunAtMs: 0 });
  await state.close();
  hangs = undefined;
  const second = startControl(folder, url);
  await expect
    .poll(async () => (await standingIn(folder))?.lastSuccessAtMs, { timeout: 90_000 })
    .toBeTypeOf("number");
  second.kill("SIGTERM");
  await once(second, "exit");

  expect(asked[2]).toBe(secondPeriodMs);
  const ledger = await openDuckdbLedger({ path: dataDirectory(folder).ledger });
  const { rows } = await ledger.report("bill-by", {
    from: new Date(Number(asked[0])).toISOString(),
    to: new Date(Number(asked[0]) + 90 * DAY_MS).toISOString(),
    by: "source",
    limit: 9,
  });
  const imports = await ledger.imports({ limit: 9 });
  await ledger.close();
  expect(rows).toMatchObject([{ lines: 2, billed_cost: "2.000000000000" }]);
  expect(imports).toMatchObject([{ summary: { joined: 2 } }]);
});
