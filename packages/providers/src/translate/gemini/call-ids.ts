/**
 * Ids of tool calls where Gemini's client gave none: results are then matched to calls by name, in order,
 * as Gemini itself does it.
 */
export class CallIds {
  readonly #waiting: { name: string; id: string }[] = [];
  #calls = 0;

  called(name: string, id: string | undefined): string {
    const known = id ?? `call_${this.#calls}`;
    this.#calls += 1;
    this.#waiting.push({ name, id: known });
    return known;
  }

  answered(name: string, id: string | undefined): string | undefined {
    const index = this.#waiting.findIndex((call) =>
      id === undefined ? call.name === name : call.id === id,
    );
    if (index === -1) return id;
    const [call] = this.#waiting.splice(index, 1);
    return call?.id;
  }
}
