import { between, createRandom, type Random } from "@headgate/simulator";
import { Prose } from "./prose.ts";

const FIRST_MS = Date.UTC(2026, 10, 1);
const SPANS = 20;

/**
 * Lines as OpenTelemetry's file exporter writes them: an export of twenty spans each, calls of a model by today's
 * conventions for generative AI, with the prompt as an attribution of two kilobytes, that nobody made.
 */
export class MadeTraces {
  rows = 0;
  readonly #random: Random;
  readonly #prose: Prose;

  constructor(seed: number) {
    this.#random = createRandom(seed);
    this.#prose = new Prose(seed);
  }

  line(): string {
    const spans = Array.from({ length: SPANS }, () => this.#span());
    return `{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"assistant"}}]},"scopeSpans":[{"scope":{"name":"made","version":"1"},"spans":[${spans.join(",")}]}]}]}`;
  }

  #span(): string {
    // From 1: an id of zeros alone is none.
    this.rows += 1;
    const number = this.rows;
    const start = `${FIRST_MS + number * 250}000000`;
    const end = `${FIRST_MS + number * 250 + between(this.#random, 300, 9_000)}000000`;
    const id = number.toString(16).padStart(16, "0");
    const numbers = {
      "gen_ai.usage.input_tokens": between(this.#random, 50, 4_000),
      "gen_ai.usage.output_tokens": between(this.#random, 10, 900),
    };
    const texts = {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o-mini",
      "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
      "gen_ai.response.id": `chatcmpl-constructed${id}`,
      "gen_ai.input.messages": this.#prose.piece(2_000),
    };
    const attributes = [
      ...Object.entries(texts).map(
        ([key, value]) => `{"key":"${key}","value":{"stringValue":"${value}"}}`,
      ),
      ...Object.entries(numbers).map(
        ([key, value]) => `{"key":"${key}","value":{"intValue":"${value}"}}`,
      ),
    ];
    return `{"traceId":"${id.padStart(32, "a")}","spanId":"${id}","name":"chat gpt-4o-mini","kind":3,"startTimeUnixNano":"${start}","endTimeUnixNano":"${end}","attributes":[${attributes.join(",")}]}`;
  }
}
