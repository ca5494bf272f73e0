import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { HeadgateError } from "@headgate/contract";

const SALT = /^[0-9a-f]{64}$/;

/**
 * The secret that digests of requests are keyed with, made where there is none yet: 32 random bytes, readable by the
 * owner alone. Of several processes that begin at once all get the same.
 *
 * @param given the configuration's own, 64 hexadecimal digits: several nodes share it, and no file is made
 * @throws HeadgateError `data_dir_unusable` where it can neither be read nor made
 */
export function readHistorySalt(path: string, given?: string): Buffer {
  if (given !== undefined) return Buffer.from(given, "hex");
  const own = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    const kept = saltIn(path);
    if (kept !== undefined) return kept;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(own, randomBytes(32).toString("hex"), { mode: 0o600, flag: "wx" });
    // A link appears whole, and never in another's place.
    linkUnlessThere(own, path);
    const made = saltIn(path);
    if (made !== undefined) return made;
    throw new Error("what was written is not there");
  } catch (error) {
    if (error instanceof HeadgateError) throw error;
    throw new HeadgateError(
      "data_dir_unusable",
      `${path} cannot be read or made.`,
      {},
      {
        cause: error,
      },
    );
  } finally {
    rmSync(own, { force: true });
  }
}

function saltIn(path: string): Buffer | undefined {
  const text = textOf(path);
  if (text === undefined) return undefined;
  if (SALT.test(text.trim())) return Buffer.from(text.trim(), "hex");
  throw new HeadgateError(
    "data_dir_unusable",
    `${path} is not a salt of 64 hexadecimal digits; move it away, and calls from before it will not be compared with later ones.`,
  );
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function linkUnlessThere(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  }
}

const isCode = (error: unknown, code: string): boolean =>
  (error as NodeJS.ErrnoException).code === code;
