import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createStoreErrors } from "./engines/store-errors.ts";
import { ledgerRow } from "./ledger-row.fixture.ts";
import { type OpenApp, openApp } from "./open-app.fixture.ts";

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
});
afterAll(() => control.close());

const scrape = async (asked: Pick<OpenApp, "ask"> = control): Promise<readonly string[]> => {
  const response = await asked.ask("/metrics");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("text/plain");
  return (await response.text()).split("\n");
};

const status = {
  rows_added: 40,
  rows_already_there: 5,
  rows_conflicting: 2,
  lines_quarantined: 1,
  torn_tails: 3,
  bytes_waiting: 512,
  lag_ms: 1500,
  last_error: null,
};

test("the metrics show what the loader counts, twice the same when nothing moved", async () => {
  const counted = control.another({ loader: { status: () => status } });

  await scrape(counted);
  const lines = await scrape(counted);

  expect(lines).toEqual(
    expect.arrayContaining([
      "headgate_loader_rows_added_total 40",
      "headgate_loader_rows_already_there_total 5",
      "headgate_loader_rows_conflicting_total 2",
      "headgate_loader_lines_quarantined_total 1",
      "headgate_loader_torn_tails_total 3",
      "headgate_loader_bytes_waiting 512",
      "headgate_loader_lag_seconds 1.5",
    ]),
  );
});

test("a loader with nothing to load has no lag, rather than a lag of zero", async () => {
  const idle = control.another({ loader: { status: () => ({ ...status, lag_ms: null }) } });

  const lines = await scrape(idle);

  expect(lines.filter((line) => line.startsWith("headgate_loader_lag_seconds"))).toEqual([]);
});

test("the metrics count the rows of the ledger and the process itself", async () => {
  await control.ledger.append({ rows: [ledgerRow({ call_id: "a" })], cursors: [] });

  const lines = await scrape();

  expect(lines).toEqual(
    expect.arrayContaining(["headgate_ledger_rows 1", "headgate_ledger_readable 1"]),
  );
  expect(lines.some((line) => line.startsWith("process_resident_memory_bytes "))).toBe(true);
});

test("a ledger that cannot be read is shown as such, and the other metrics stay", async () => {
  const broken = await openApp();
  onTestFinished(() => broken.close());
  await broken.ledger.close();

  const lines = await scrape(broken);

  expect(lines).toContain("headgate_ledger_readable 0");
  expect(lines.filter((line) => line.startsWith("headgate_ledger_rows "))).toEqual([]);
  expect(lines.some((line) => line.startsWith("headgate_loader_rows_added_total "))).toBe(true);
});

test("a ledger's server that does not answer keeps the other metrics back for a second at most", async () => {
  const ledger = Object.create(control.ledger, {
    extent: { value: () => new Promise(() => undefined) },
  });

  const lines = await scrape(control.another({ ledger }));

  expect(lines).toContain("headgate_ledger_readable 0");
  expect(lines.some((line) => line.startsWith("headgate_loader_rows_added_total "))).toBe(true);
});

test("requests are counted by declared route, so that ids in paths make no new series", async () => {
  const counted = control.another({});
  await counted.ask("/api/calls/one");
  await counted.ask("/api/calls/two");
  await counted.ask("/api/status?");
  await counted.ask("/anything/at/all");

  const counts = (await scrape(counted)).filter((line) =>
    line.startsWith("headgate_api_request_duration_seconds_count"),
  );

  expect(counts).toContain(
    'headgate_api_request_duration_seconds_count{method="GET",route="/api/calls/:id",status="404"} 2',
  );
  expect(counts).toContain(
    'headgate_api_request_duration_seconds_count{method="GET",route="/api/status",status="200"} 1',
  );
  expect(counts.some((line) => line.includes("anything"))).toBe(false);
});

test("what servers did not do is counted by part and by why, from 0, though they answer", async () => {
  const storeErrors = createStoreErrors();
  const url = "http://ch.internal:8123";
  const counted = control.another({
    config: { stores: { ledger: { kind: "clickhouse", url } } },
    storeErrors,
  });
  const before = await scrape(counted);

  storeErrors.of("ledger")("full");
  storeErrors.of("ledger")("full");
  const after = await scrape(counted);

  expect(before).toContain('headgate_store_errors_total{part="ledger",code="full"} 0');
  expect(after).toContain('headgate_store_errors_total{part="ledger",code="full"} 2');
  expect(after).toContain('headgate_store_errors_total{part="ledger",code="read_only"} 0');
  // What is on this machine is no server.
  expect(after.join("\n")).not.toContain('headgate_store_errors_total{part="state"');
  expect((await scrape()).join("\n")).not.toContain("headgate_store_errors_total{");
});
