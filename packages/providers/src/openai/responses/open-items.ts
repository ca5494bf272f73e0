import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../../json-values.ts";

/** An output item of a response that is being streamed, put together from its events. */
type Item = {
  item: JsonObject;
  parts: Map<number, JsonObject>;
  isDone: boolean;
  argumentsText: string;
};

/** The output of a response as far as its stream has come. */
export class OpenItems {
  readonly #items = new Map<number, Item>();

  take(type: string, event: JsonObject): void {
    const at = numberAt(event, "output_index");
    if (at === undefined) return;
    const whole = objectOrAbsent(event.item);
    if (whole !== undefined) {
      const isDone = type === "response.output_item.done";
      this.#items.set(at, { item: whole, parts: new Map(), isDone, argumentsText: "" });
      return;
    }
    const item = this.#items.get(at);
    if (item === undefined) return;
    if (type === "response.function_call_arguments.delta") {
      item.argumentsText += textOrAbsent(event.delta) ?? "";
    }
    const place = numberAt(event, "content_index");
    if (place === undefined) return;
    const part = objectOrAbsent(event.part);
    if (part !== undefined) item.parts.set(place, part);
    else if (type === "response.output_text.delta") {
      const before = item.parts.get(place) ?? { type: "output_text", text: "", annotations: [] };
      const text = (textOrAbsent(before.text) ?? "") + (textOrAbsent(event.delta) ?? "");
      item.parts.set(place, { ...before, text });
    }
  }

  /** All items in their order, those that are open marked as incomplete, with the events that close them. */
  close(): Readonly<{ output: readonly JsonObject[]; events: readonly JsonObject[] }> {
    const events: JsonObject[] = [];
    const output = [...this.#items]
      .sort(([a], [b]) => a - b)
      .map(([output_index, item]) => {
        if (item.isDone) return item.item;
        const closed = closedItem(item);
        events.push(...partEvents(item, output_index));
        events.push({ type: "response.output_item.done", output_index, item: closed });
        return closed;
      });
    return { output, events };
  }
}

function closedItem({ item, parts, argumentsText }: Item): JsonObject {
  const isIncomplete = item.status !== undefined;
  const before = listOrEmpty(item.content).filter(isJsonObject);
  const content =
    parts.size === 0 ? before : [...parts].sort(([a], [b]) => a - b).map(([, part]) => part);
  return {
    ...item,
    ...(isIncomplete && { status: "incomplete" }),
    ...(Array.isArray(item.content) && { content }),
    ...(typeof item.arguments === "string" && { arguments: item.arguments + argumentsText }),
  };
}

function partEvents({ item, parts }: Item, output_index: number): readonly JsonObject[] {
  return [...parts].flatMap(([content_index, part]) => {
    const place = { item_id: item.id, output_index, content_index };
    const text =
      part.type === "output_text"
        ? [{ type: "response.output_text.done", ...place, text: part.text, logprobs: [] }]
        : [];
    return [...text, { type: "response.content_part.done", ...place, part }];
  });
}

const numberAt = (event: JsonObject, member: string): number | undefined => {
  const value = event[member];
  return typeof value === "number" ? value : undefined;
};
