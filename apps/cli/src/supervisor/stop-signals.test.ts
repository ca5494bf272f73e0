import { expect, test } from "vitest";
import { listenForStop } from "./stop-signals.ts";

test("one press that arrives twice counts once; a later press is impatience", async () => {
  let nowMs = 0;
  let impatient = 0;
  const stop = listenForStop(
    () => {
      impatient += 1;
    },
    () => nowMs,
  );
  try {
    process.emit("SIGINT", "SIGINT");
    expect(await stop.stopped).toBe("SIGINT");
    nowMs = 5;
    process.emit("SIGINT", "SIGINT");
    expect(impatient).toBe(0);
    nowMs = 2_000;
    process.emit("SIGINT", "SIGINT");
    expect(impatient).toBe(1);
  } finally {
    stop.release();
  }
});
