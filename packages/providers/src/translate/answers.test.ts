import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answers, context, eventsOf, expressibleAnswers } from "./answer.fixture.ts";
import type { Answer, AnswerEvent } from "./answer.ts";
import { AnswerTranslation } from "./answer-translation.ts";
import { FoldedAnswer } from "./fold-events.ts";
import type { TranslatedFormat } from "./format.ts";
import { TranslationNotes } from "./notes.ts";

const jsonOf = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

function streamBytes(format: TranslatedFormat, answer: Answer, pieces: number): Buffer {
  const writer = format.streamWriter(context, new TranslationNotes());
  return Buffer.concat(
    eventsOf(answer, pieces).flatMap((event) => {
      const written = writer.write(event);
      return written === undefined ? [] : [Buffer.from(written as string)];
    }),
  );
}

function folded(format: TranslatedFormat, chunks: readonly Buffer[]) {
  const reader = format.streamReader(new TranslationNotes());
  const fold = new FoldedAnswer();
  const take = (events: readonly AnswerEvent[]) => {
    for (const event of events) fold.add(event);
  };
  for (const chunk of chunks) take(reader.push(chunk));
  take(reader.finish());
  return { answer: fold.answer(), ended: fold.ended, error: fold.error };
}

const cutEvery = (bytes: Buffer, size: number): readonly Buffer[] => {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return chunks;
};

describe.each(expressibleAnswers.map((can) => [can.format.format, can] as const))(
  "%s",
  (_name, can) => {
    test("an answer that the format can say comes back from a round trip as it was", () => {
      fc.assert(
        fc.property(answers(can), (answer) => {
          const notes = new TranslationNotes();
          const written = can.format.writeAnswer(answer, context, notes);

          expect(can.format.readAnswer(jsonOf(written), notes)).toEqual(answer);
          expect(notes.lost).toEqual([]);
        }),
      );
    });

    test("a stream comes back as the same answer, whatever its pieces and wherever its bytes are cut", () => {
      fc.assert(
        fc.property(
          answers(can),
          fc.integer({ min: 1, max: 5 }),
          fc.nat(30),
          (answer, pieces, size) => {
            const read = folded(
              can.format,
              cutEvery(streamBytes(can.format, answer, pieces), size + 1),
            );

            expect(read.answer).toEqual(answer);
            expect(read.ended).toBe(true);
            expect(read.error).toBeUndefined();
          },
        ),
      );
    });

    test("a stream cut at each of its bytes once gives the same answer", () => {
      const [answer] = fc.sample(answers(can), { numRuns: 1, seed: 7 });
      if (answer === undefined) throw new Error("no sample");
      const bytes = streamBytes(can.format, answer, 3);

      for (let at = 1; at < bytes.length; at += 1) {
        const read = folded(can.format, [bytes.subarray(0, at), bytes.subarray(at)]);
        expect(read.answer).toEqual(answer);
      }
    });

    test("a stream that stops before its end does not end", () => {
      fc.assert(
        fc.property(answers(can), (answer) => {
          const bytes = streamBytes(can.format, answer, 2);

          expect(folded(can.format, [bytes.subarray(0, Math.floor(bytes.length / 2))]).ended).toBe(
            false,
          );
        }),
      );
    });
  },
);

describe.each(
  expressibleAnswers.flatMap((from) =>
    expressibleAnswers
      .filter((to) => to !== from)
      .map((to) => [from.format.format, to.format.format, from, to] as const),
  ),
)("%s to %s", (_from, _to, from, to) => {
  const translated = (bytes: Buffer, stream: boolean, size: number): Buffer => {
    const translation = new AnswerTranslation({
      provider: from.format,
      client: to.format,
      status: 200,
      stream,
      context,
    });
    const out = cutEvery(bytes, size).map((chunk) => translation.push(chunk));
    out.push(translation.finish());
    return Buffer.concat(out.filter((piece) => piece !== undefined));
  };

  test("the deltas of a translated stream put together are the translated whole answer", () => {
    fc.assert(
      fc.property(answers(from), fc.integer({ min: 1, max: 50 }), (answer, size) => {
        const whole = Buffer.from(
          JSON.stringify(from.format.writeAnswer(answer, context, new TranslationNotes())),
        );
        const json = jsonOf(JSON.parse(translated(whole, false, size).toString("utf8")));
        const read = to.format.readAnswer(json, new TranslationNotes());
        const streamed = folded(to.format, [
          translated(streamBytes(from.format, answer, 3), true, size),
        ]);

        expect(streamed.ended).toBe(true);
        expect(streamed.answer).toEqual(read);
      }),
      { numRuns: 40 },
    );
  });

  test("texts and calls arrive as they were said", () => {
    fc.assert(
      fc.property(answers(from), (answer) => {
        const read = folded(to.format, [translated(streamBytes(from.format, answer, 4), true, 64)]);

        expect(said(read.answer)).toEqual(said(answer));
        expect(read.answer.usage).toBeDefined();
      }),
      { numRuns: 40 },
    );
  });
});

const said = (answer: Answer): unknown =>
  answer.parts
    .filter(({ kind }) => kind === "text" || kind === "tool-call")
    .map((part) =>
      part.kind === "tool-call"
        ? [part.id, part.name, JSON.parse(part.inputText === "" ? "{}" : part.inputText)]
        : "text" in part && part.text,
    );
