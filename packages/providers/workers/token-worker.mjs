// Plain JavaScript, so that Node loads it as it lies here, whether the room runs from src/ or from dist/.
// Asked {id, texts}, it answers {id, counts} with one count a text.
import { parentPort } from "node:worker_threads";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";

// Text that looks like a special token is text: users write it, and providers bill it as such.
const asText = { disallowedSpecial: new Set() };

parentPort.on("message", ({ id, texts }) => {
  parentPort.postMessage({ id, counts: texts.map((text) => countTokens(text, asText)) });
});
