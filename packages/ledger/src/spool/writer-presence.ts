import {
  HEARTBEAT_INTERVAL_MS,
  HEARTBEAT_STALE_MS,
  removeMarker,
  touchMarker,
  writeMarker,
} from "./writer-marker.ts";

/** Keeps a writer's marker fresh, so that a loader can tell a living writer from one that is gone. */
export class WriterPresence {
  readonly #makeFolder: () => Promise<void>;
  readonly #folder: string;
  #touchedAtMs = 0;
  #lapsed = true;
  #beating: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(folder: string, makeFolder: () => Promise<void>) {
    this.#folder = folder;
    this.#makeFolder = makeFolder;
  }

  /** True when the marker was lost or late: a loader may have given up on this writer's segments. */
  get lapsed(): boolean {
    return this.#lapsed || Date.now() - this.#touchedAtMs > HEARTBEAT_STALE_MS / 2;
  }

  /** Writes the marker, and keeps it fresh from then on. */
  async renew(): Promise<void> {
    await this.#makeFolder();
    await writeMarker(this.#folder);
    this.#touchedAtMs = Date.now();
    this.#lapsed = false;
    this.#timer ??= setInterval(() => {
      this.#beating ??= this.#beat().finally(() => {
        this.#beating = undefined;
      });
    }, HEARTBEAT_INTERVAL_MS).unref();
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
    await removeMarker(this.#folder);
  }

  async #beat(): Promise<void> {
    if (this.lapsed) this.#lapsed = true;
    const nowMs = Date.now();
    try {
      await touchMarker(this.#folder, nowMs);
      this.#touchedAtMs = nowMs;
    } catch {
      // The next write renews the marker, and fails in the open when that cannot be done.
      this.#lapsed = true;
    }
  }
}
