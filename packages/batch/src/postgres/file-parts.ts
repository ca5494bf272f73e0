import { randomUUID } from "node:crypto";
import type { Postgres } from "@headgate/postgres";

/** What a file is cut into; one part is in memory at a time. */
const PART_BYTES = 1 << 20;
/** Parts of an upload that broke off are dropped by a later start. */
const ABANDONED_AFTER_MS = 86_400_000;

/** The table of parts, as SQLite would take it; there bytes lie in files of the data directory. */
export const FILE_PARTS = [
  `create table file_parts (
    id text not null,
    part integer not null,
    body blob not null,
    at_ms integer not null,
    primary key (id, part)
  )`,
];

/** Bytes of clients' files where several nodes answer for them. */
export interface FileParts {
  /** Keeps a file, and returns its size; what fails leaves nothing. */
  write(id: string, pieces: AsyncIterable<Uint8Array | string>): Promise<number>;
  read(id: string): AsyncIterable<Buffer>;
  remove(id: string): Promise<void>;
}

export function fileParts({ pool }: Pick<Postgres, "pool">): FileParts {
  const remove = async (id: string): Promise<void> => {
    await pool.query("delete from file_parts where id = $1", [id]);
  };
  /** Puts a whole file in the place of what has its id, in one moment. */
  const publish = async (draft: string, id: string): Promise<void> => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query("begin");
      // Two that publish one file do so one after the other.
      await client.query("select pg_advisory_xact_lock(hashtext($1))", [`headgate file ${id}`]);
      await client.query("delete from file_parts where id = $1", [id]);
      await client.query("update file_parts set id = $1 where id = $2", [id, draft]);
      await client.query("commit");
    } catch (error) {
      await client.query("rollback").catch((failed: Error) => {
        broken = failed;
      });
      throw error;
    } finally {
      // A connection that cannot even roll back is not used again.
      client.release(broken);
    }
  };
  return {
    remove,
    write: async (id, pieces) => {
      // Under a name of its own until it is whole, so that two who write one file disturb each other in nothing.
      const draft = `${id} ${randomUUID()}`;
      let bytes = 0;
      let part = 0;
      try {
        for await (const body of parts(pieces)) {
          await pool.query(
            "insert into file_parts (id, part, body, at_ms) values ($1, $2, $3, $4)",
            [draft, part, body, Date.now()],
          );
          part += 1;
          bytes += body.length;
        }
        await publish(draft, id);
        return bytes;
      } catch (error) {
        // Where the database is away, a later start drops them.
        await remove(draft).catch(() => undefined);
        throw error;
      }
    },
    read: async function* (id) {
      for (let part = 0; ; part += 1) {
        const { rows } = await pool.query<{ body: Buffer }>(
          "select body from file_parts where id = $1 and part = $2",
          [id, part],
        );
        const [found] = rows;
        if (found === undefined) return;
        yield found.body;
      }
    },
  };
}

/** Drops what belongs to no file: uploads that a process did not live to finish. */
export async function dropAbandonedParts({ pool }: Pick<Postgres, "pool">, nowMs: number) {
  await pool.query(
    `delete from file_parts where at_ms < $1
       and not exists (select 1 from files where files.id = file_parts.id)`,
    [nowMs - ABANDONED_AFTER_MS],
  );
}

/** The same bytes in parts of one size, but for the last. */
async function* parts(pieces: AsyncIterable<Uint8Array | string>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    held.push(Buffer.from(piece as Uint8Array));
    bytes += held.at(-1)?.length ?? 0;
    while (bytes >= PART_BYTES) {
      const all = Buffer.concat(held);
      yield all.subarray(0, PART_BYTES);
      held = [all.subarray(PART_BYTES)];
      bytes -= PART_BYTES;
    }
  }
  if (bytes > 0) yield Buffer.concat(held);
}
