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

/** Puts so many constructed attempts into the tables of an opened ledger, by Parquet files that DuckDB writes. */
export async function fillClickHouse(server: TestServer, rows: number): Promise<void> {
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
    // What the store notes beside each row that it takes: days that are written down so and not built are summed up.
    await send(
      server,
      `insert into headgate.source_days
       select distinct toStartOfDay(started_at), source, 1, 0 from headgate.attempts`,
    );
  } finally {
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function send({ url }: TestServer, sql: string, file?: string): Promise<void> {
  const address = file === undefined ? url : `${url}/?query=${encodeURIComponent(sql)}`;
  const { statusCode, body } = await request(address, {
    method: "POST",
    body: file === undefined ? sql : createReadStream(file),
    ...{ headersTimeout: PIECE_MS, bodyTimeout: PIECE_MS },
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`ClickHouse: ${text}`);
}
