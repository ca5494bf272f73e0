import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { TestServer } from "@headgate/tests/servers";
import { request } from "undici";
import { constructedAttempts } from "../../reports/constructed-rows.ts";
import { progressOf } from "../../reports/progress.ts";

const ROWS_A_TIME = 500_000;
const PIECE_MS = 600_000;
/** Rows beyond these are copies of them: to construct each would take longer than all that is measured. */
const MOST_CONSTRUCTED = 10_000_000;
/** How far the copies of a row lie apart, so that no two have one moment. */
const APART_MS = 7;
/** What tells rows, calls and what they belong to apart: in a copy it has another name. */
const idColumns = ["row_id", "call_id", "client_call_id", "trace_id", "session", "response_id"];

/**
 * Puts so many constructed attempts into the tables of an opened ledger: up to ten million by Parquet files that DuckDB writes,
 * a multiple of them by copies that ClickHouse makes, in the same ninety days, under ids of their own.
 */
export async function fillClickHouse(server: TestServer, rows: number): Promise<void> {
  const copies = Math.ceil(rows / MOST_CONSTRUCTED);
  await construct(server, Math.round(rows / copies));
  if (copies > 1) await copy(server, copies);
  const found = Number(await send(server, "select count() from headgate.attempts"));
  if (found !== Math.round(rows / copies) * copies)
    throw new Error(`${found} rows of ${rows} came to be`);
  // What the store notes beside each row that it takes: days that are written down so and not built are summed up.
  await send(
    server,
    `insert into headgate.source_days
     select distinct toStartOfDay(started_at), source, 1, 0 from headgate.attempts`,
  );
}

async function copy(server: TestServer, copies: number): Promise<void> {
  const progress = progressOf(`${copies} times as many: copying`, copies - 1);
  for (let number = 1; number < copies; number += 1) {
    const ids = idColumns.map((name) => `concat('copy-${number}-', ${name}) as ${name}`).join(", ");
    await send(
      server,
      `insert into headgate.attempts
       select * replace (${ids}, started_at + toIntervalMillisecond(${number * APART_MS}) as started_at)
       from (select * from headgate.attempts where not startsWith(row_id, 'copy-'))
       settings max_insert_threads = 2, max_block_size = 65536`,
    );
    progress(number);
  }
}

async function construct(server: TestServer, rows: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "headgate-bench-parquet-"));
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "2GB" });
  try {
    const connection = await instance.connect();
    const progress = progressOf(`${rows / 1e6} million rows: constructing`, rows);
    const file = join(folder, "rows.parquet");
    for (let first = 0; first < rows; first += ROWS_A_TIME) {
      const end = Math.min(rows, first + ROWS_A_TIME);
      await connection.run(
        `copy (select *, 1::ubigint as row_version, 0::utinyint as is_gone
          from (${constructedAttempts(first, end, rows)})) to '${file}' (format parquet)`,
      );
      await send(server, "insert into headgate.attempts format Parquet", file);
      progress(end);
    }
    connection.closeSync();
  } finally {
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function send({ url }: TestServer, sql: string, file?: string): Promise<string> {
  const address = file === undefined ? url : `${url}/?query=${encodeURIComponent(sql)}`;
  const { statusCode, body } = await request(address, {
    method: "POST",
    body: file === undefined ? sql : createReadStream(file),
    ...{ headersTimeout: PIECE_MS, bodyTimeout: PIECE_MS },
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`ClickHouse: ${text}`);
  return text;
}
