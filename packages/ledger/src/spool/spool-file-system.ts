import { close, fdatasync, ftruncate, mkdir, open, write, writeSync } from "node:fs";

/** What the spool needs of a file system; a seam, so that a full or failing disk can be tested. */
export interface SpoolFileSystem {
  /** Makes the folder and its parents; content if it is there. */
  mkdir(path: string): Promise<void>;
  /** `wx` makes a new file and fails when there is one; `r` opens a folder to flush it. */
  open(path: string, flags: "wx" | "r"): Promise<number>;
  /** Resolves to the bytes written, which may be fewer than asked. */
  write(
    file: number,
    bytes: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<number>;
  /** The same in this turn: one system call, as a rule a copy into the memory of the kernel. */
  writeNow(file: number, bytes: Buffer, length: number, position: number): number;
  datasync(file: number): Promise<void>;
  truncate(file: number, length: number): Promise<void>;
  close(file: number): Promise<void>;
}

const settle =
  (resolve: () => void, reject: (error: Error) => void) =>
  (error: Error | null): void => {
    if (error) reject(error);
    else resolve();
  };

/** The file system of the machine. Callbacks, not `fs.promises`: half the cost a write. */
export const nodeFileSystem: SpoolFileSystem = {
  mkdir: (path) =>
    new Promise((resolve, reject) => {
      mkdir(path, { recursive: true }, (error) => settle(resolve, reject)(error));
    }),
  open: (path, flags) =>
    new Promise((resolve, reject) => {
      open(path, flags, 0o600, (error, file) => {
        if (error) reject(error);
        else resolve(file);
      });
    }),
  write: (file, bytes, offset, length, position) =>
    new Promise((resolve, reject) => {
      write(file, bytes, offset, length, position, (error, written) => {
        if (error) reject(error);
        else resolve(written);
      });
    }),
  writeNow: (file, bytes, length, position) => writeSync(file, bytes, 0, length, position),
  datasync: (file) =>
    new Promise((resolve, reject) => {
      fdatasync(file, settle(resolve, reject));
    }),
  truncate: (file, length) =>
    new Promise((resolve, reject) => {
      ftruncate(file, length, settle(resolve, reject));
    }),
  close: (file) =>
    new Promise((resolve, reject) => {
      close(file, (error) => settle(resolve, reject)(error ?? null));
    }),
};
