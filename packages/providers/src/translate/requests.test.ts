import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conversations, expressible } from "./conversation.fixture.ts";
import type { Conversation, Settings } from "./conversation.ts";
import type { RequestNotes, TranslatedFormat } from "./format.ts";
import { TranslationNotes } from "./notes.ts";
import { openaiProvider } from "./openai-provider.fixture.ts";

/** Through JSON, as on the wire. */
function roundTrip(format: TranslatedFormat, conversation: Conversation) {
  const notes = new TranslationNotes();
  const { pathAndQuery, body } = format.writeRequest(conversation, notesOf(notes), openaiProvider);
  const sent = JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
  return { read: format.readRequest(sent, pathAndQuery, notes), notes };
}

const notesOf = (notes: TranslationNotes): RequestNotes => ({
  loseSetting: (setting: keyof Settings, reason) => notes.lose(setting, reason),
  approximateSetting: (setting: keyof Settings, reason) => notes.approximate(setting, reason),
  lose: (field, reason) => notes.lose(field, reason),
  approximate: (field, reason) => notes.approximate(field, reason),
});

describe.each(expressible.map((can) => [can.format.format, can] as const))("%s", (_name, can) => {
  test("a conversation that the format can say comes back from a round trip as it was", () => {
    fc.assert(
      fc.property(conversations(can), (conversation) => {
        const { read, notes } = roundTrip(can.format, conversation);

        expect(read).toEqual(conversation);
        expect(notes.lost).toEqual([]);
        expect(notes.approximated).toEqual([]);
      }),
    );
  });
});

test("whatever one format says, another says it too or tells what it cannot", () => {
  for (const from of expressible) {
    for (const to of expressible) {
      if (from === to) continue;
      fc.assert(
        fc.property(conversations(from), (conversation) => {
          const { read, notes } = roundTrip(to.format, { ...conversation, model: to.model });
          const told = notes.lost.length + notes.approximated.length > 0;

          expect(told || told === changed(conversation, read)).toBe(true);
        }),
        { numRuns: 40 },
      );
    }
  }
});

/** Whether the sense has changed: cache points, names and guarantees that a format always gives aside. */
function changed(before: Conversation, after: Conversation): boolean {
  return JSON.stringify(essence(before)) !== JSON.stringify(essence(after));
}

function essence({ messages, tools, settings, system, stream }: Conversation): unknown {
  return {
    stream,
    system: system.map(({ text }) => text),
    roles: messages.map(({ role, parts }) => [role, parts.map(({ kind }) => kind)]),
    tools: tools.map(({ name, description, schema }) => [name, description, schema]),
    numbers: [
      settings.maxOutputTokens,
      settings.temperature,
      settings.topP,
      settings.topK,
      settings.seed,
      settings.stopSequences,
      settings.toolChoice,
      settings.parallelToolCalls,
      settings.output?.kind,
      settings.serviceTier,
    ],
  };
}
