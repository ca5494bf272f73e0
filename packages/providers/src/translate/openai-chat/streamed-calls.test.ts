import { expect, test } from "vitest";
import type { AnswerEvent } from "../answer.ts";
import { FoldedAnswer } from "../fold-events.ts";
import { TranslationNotes } from "../notes.ts";
import { openaiChat } from "./format.ts";

type Piece = Readonly<{ index?: number; id?: string; name?: string; arguments?: string }>;

const pieceOf = ({ index, id, name, arguments: text }: Piece) => ({
  ...(index !== undefined && { index }),
  ...(id !== undefined && { id }),
  type: "function",
  function: { ...(name !== undefined && { name }), ...(text !== undefined && { arguments: text }) },
});

const eventOf = (delta: object, finish_reason: string | null = null): string =>
  `data: ${JSON.stringify({ id: "c1", model: "m", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

/** A stream of chunks, each with the pieces of calls or the text that it brings, read to its end. */
function read(...chunks: readonly (readonly Piece[] | string)[]) {
  const notes = new TranslationNotes();
  const reader = openaiChat.streamReader(notes);
  const events: AnswerEvent[] = [];
  for (const chunk of chunks) {
    const delta =
      typeof chunk === "string" ? { content: chunk } : { tool_calls: chunk.map(pieceOf) };
    events.push(...reader.push(Buffer.from(eventOf(delta))));
  }
  const live = events.length;
  events.push(...reader.push(Buffer.from(`${eventOf({}, "tool_calls")}data: [DONE]\n\n`)));
  events.push(...reader.finish());
  const folded = new FoldedAnswer();
  for (const event of events) folded.add(event);
  return { parts: folded.answer().parts, notes, events, live };
}

const call = (id: string, name: string, inputText: string) => ({
  kind: "tool-call",
  id,
  name,
  inputText,
});
const both = [call("a", "get_weather", '{"city":"Rome"}'), call("b", "get_time", '{"zone":"UTC"}')];
const rome: Piece = { id: "a", name: "get_weather", arguments: '{"city":"Rome"}' };
const utc: Piece = { id: "b", name: "get_time", arguments: '{"zone":"UTC"}' };

test("whole calls that all carry the index 0, or none, are calls of their own", () => {
  const zero = { index: 0 };

  expect(read([{ ...zero, ...rome }], [{ ...zero, ...utc }]).parts).toEqual(both);
  expect(
    read([
      { ...zero, ...rome },
      { ...zero, ...utc },
    ]).parts,
  ).toEqual(both);
  expect(read([rome], [utc]).parts).toEqual(both);
  expect(read([rome, utc]).parts).toEqual(both);
});

test("whole calls without ids are calls of their own, each with an id that no other has", () => {
  const nameless = { index: 0, id: "", name: "get_weather" };

  expect(
    read(
      [{ ...nameless, arguments: '{"city":"Rome"}' }],
      [{ ...nameless, arguments: '{"city":"Oslo"}' }],
    ).parts,
  ).toEqual([
    call("call_0", "get_weather", '{"city":"Rome"}'),
    call("call_1", "get_weather", '{"city":"Oslo"}'),
  ]);
});

test("a call that comes in pieces at the index of the one before is a call of its own", () => {
  const { parts, notes } = read(
    [{ index: 0, id: "a", name: "get_weather", arguments: "" }],
    [{ index: 0, arguments: '{"city":' }],
    [{ index: 0, arguments: '"Rome"}' }],
    [{ index: 0, id: "b", name: "get_time", arguments: "" }],
    [{ index: 0, arguments: '{"zone":"UTC"}' }],
  );

  expect(parts).toEqual(both);
  expect(notes.lost).toEqual([]);
});

test("an id or a name that is said again with each piece begins no call", () => {
  const said = { index: 0, id: "a", name: "get_weather" };

  expect(
    read(
      [{ ...said, arguments: '{"city":' }],
      [{ ...said, arguments: '"Rome"}' }],
      [{ ...said, arguments: "" }],
    ).parts,
  ).toEqual([call("a", "get_weather", '{"city":"Rome"}')]);
  expect(
    read(
      [{ index: 0, id: "a", name: "get_weather", arguments: '{"city":' }],
      [{ index: 0, id: "another", arguments: '"Rome"}' }],
    ).parts,
  ).toEqual([call("a", "get_weather", '{"city":"Rome"}')]);
});

test("pieces of calls that take turns all arrive", () => {
  const { parts, notes } = read(
    [
      { index: 0, id: "a", name: "get_weather", arguments: "" },
      { index: 1, id: "b", name: "get_time", arguments: "" },
    ],
    [{ index: 1, arguments: '{"zone":' }],
    [{ index: 0, arguments: '{"city":' }],
    [
      { index: 1, arguments: '"UTC"}' },
      { index: 0, arguments: '"Rome"}' },
    ],
  );

  expect(parts).toEqual(both);
  expect(notes.lost).toEqual([]);
});

test("a call waits for the one before only until that is whole", () => {
  const { events, live } = read(
    [{ index: 0, ...rome }],
    [{ index: 1, id: "b", name: "get_time" }],
    [{ index: 1, arguments: '{"zone"' }],
  );

  expect(events.slice(0, live).at(-1)).toEqual({ kind: "delta", text: '{"zone"' });
});

test("a text ends the calls before it, and a piece for one of them is told as lost", () => {
  const { parts, notes } = read(
    [
      { index: 0, id: "a", name: "get_weather", arguments: '{"city":' },
      { index: 1, id: "b", name: "get_time", arguments: '{"zone":"UTC"}' },
    ],
    "Wait.",
    [{ index: 0, arguments: '"Rome"}' }],
  );

  expect(parts).toEqual([
    call("a", "get_weather", '{"city":'),
    call("b", "get_time", '{"zone":"UTC"}'),
    { kind: "text", text: "Wait." },
  ]);
  expect(notes.lost.map(({ field }) => field)).toEqual(["tool_calls"]);
});

test("calls without ids in a whole answer have ids that differ too", () => {
  const tool_calls = ["Rome", "Oslo"].map((city) =>
    pieceOf({ id: "", name: "get_weather", arguments: JSON.stringify({ city }) }),
  );
  const choices = [{ index: 0, message: { tool_calls }, finish_reason: "tool_calls" }];

  expect(openaiChat.readAnswer({ choices }, new TranslationNotes()).parts).toEqual([
    call("call_0", "get_weather", '{"city":"Rome"}'),
    call("call_1", "get_weather", '{"city":"Oslo"}'),
  ]);
});
