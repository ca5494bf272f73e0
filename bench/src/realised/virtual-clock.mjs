// Loaded before all else into Headgate's processes (NODE_OPTIONS): they read the time that the bench says it is.
import { openSync, readSync } from "node:fs";

const file = openSync(process.env.HEADGATE_BENCH_CLOCK, "r");
const bytes = new Float64Array(1);

function nowMs() {
  readSync(file, bytes, 0, 8, 0);
  return bytes[0];
}

const startedMs = nowMs();
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(nowMs());
    else super(...given);
  }
  static now() {
    return Math.floor(nowMs());
  }
};
performance.now = () => nowMs() - startedMs;
