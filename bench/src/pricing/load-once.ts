/** Loads the price book once in a fresh process, as a command or the gateway does, and prints the milliseconds. */
import { loadPriceBook } from "@headgate/pricing";

const started = performance.now();
const book = loadPriceBook();
const loadMs = performance.now() - started;
const found = book.find({ provider: "openai", model: "gpt-4o-mini", atMs: Date.now() });
if (found === undefined) throw new Error("the price book does not know gpt-4o-mini");
process.stdout.write(`${loadMs}\n`);
