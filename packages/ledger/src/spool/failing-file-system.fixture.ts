import { nodeFileSystem, type SpoolFileSystem } from "./spool-file-system.ts";

type Operation = keyof SpoolFileSystem;

/** The machine's file system with faults on demand, which notes what it was asked to do. */
export class FailingFileSystem implements SpoolFileSystem {
  readonly calls: Operation[] = [];
  /** Operations that fail for now, with the error's code. */
  readonly failing = new Map<Operation, string>();
  /** A write takes no more bytes than this at once. */
  maxBytesPerWrite = Number.POSITIVE_INFINITY;
  /** Free bytes of the disk; a write takes what fits, then fails with ENOSPC. */
  freeBytes = Number.POSITIVE_INFINITY;
  /** Writes wait until this is resolved. */
  gate: Promise<void> = Promise.resolve();

  mkdir(path: string): Promise<void> {
    return this.#run("mkdir", () => nodeFileSystem.mkdir(path));
  }
  open(path: string, flags: "wx" | "r"): Promise<number> {
    return this.#run("open", () => nodeFileSystem.open(path, flags));
  }
  async write(
    file: number,
    bytes: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<number> {
    await this.gate;
    return this.#run("write", async () => {
      const taken = Math.min(length, this.maxBytesPerWrite, this.freeBytes);
      if (taken === 0) throw failure("ENOSPC");
      this.freeBytes -= taken;
      return nodeFileSystem.write(file, bytes, offset, taken, position);
    });
  }
  writeNow(file: number, bytes: Buffer, length: number, position: number): number {
    this.calls.push("writeNow");
    const code = this.failing.get("writeNow") ?? this.failing.get("write");
    if (code !== undefined) throw failure(code);
    const taken = Math.min(length, this.maxBytesPerWrite, this.freeBytes);
    if (taken === 0) throw failure("ENOSPC");
    this.freeBytes -= taken;
    return nodeFileSystem.writeNow(file, bytes, taken, position);
  }
  datasync(file: number): Promise<void> {
    return this.#run("datasync", () => nodeFileSystem.datasync(file));
  }
  truncate(file: number, length: number): Promise<void> {
    return this.#run("truncate", () => nodeFileSystem.truncate(file, length));
  }
  close(file: number): Promise<void> {
    return this.#run("close", () => nodeFileSystem.close(file));
  }

  count(operation: Operation): number {
    return this.calls.filter((call) => call === operation).length;
  }

  async #run<Result>(operation: Operation, work: () => Promise<Result>): Promise<Result> {
    this.calls.push(operation);
    const code = this.failing.get(operation);
    if (code !== undefined) throw failure(code);
    return work();
  }
}

const failure = (code: string): Error => Object.assign(new Error(`${code}: on demand`), { code });
