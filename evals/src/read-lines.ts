import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { EvaluationInputError } from "./evaluation.ts";

/**
 * The JSON objects of a file with one a line, with the number of each line.
 * @throws EvaluationInputError that names the line, or the file that cannot be read
 */
export async function* readLines(
  path: string,
): AsyncGenerator<Readonly<{ number: number; json: unknown }>> {
  const lines = createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let number = 0;
  try {
    for await (const line of lines) {
      number += 1;
      if (line.trim() !== "") yield { number, json: parsed(line, `${path}:${number}`) };
    }
  } catch (error) {
    if (error instanceof EvaluationInputError) throw error;
    throw new EvaluationInputError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

function parsed(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new EvaluationInputError(`${place}: not JSON: ${(error as Error).message}`);
  }
}
