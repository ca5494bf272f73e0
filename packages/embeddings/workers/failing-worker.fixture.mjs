// Stands in for a model: ends its thread on "die", fails on "fail", and embeds all else as its length.
import { parentPort } from "node:worker_threads";

parentPort.on("message", ({ id, texts }) => {
  if (texts.includes("die")) process.exit(1);
  if (texts.includes("fail")) return parentPort.postMessage({ id, failure: "no memory" });
  const embedded = texts.map((text) => ({
    vector: Float32Array.of(text.length),
    tokens: texts.length,
    unknown: false,
  }));
  parentPort.postMessage({ id, embedded });
});
