import type { PromptUndo } from "@headgate/contract";
import { expect, test } from "vitest";
import { renderUndo } from "./render-undo.ts";

const digest = "d".repeat(43);
const given: PromptUndo = {
  ...{ call_id: "call-1", has_row: true, digest, is_same: true },
  texts: [
    {
      path: ["messages", 2, "content"],
      sent: "[1,2]",
      steps: [
        { pass: "terminal_codes", before: "\u001b[1m[1,\n 2]" },
        { pass: "json", before: "[1,\n 2]" },
      ],
    },
  ],
};

test("what each pass took away is told, and that the texts are the same as in the row", () => {
  const text = renderUndo(given, false);

  expect(text).toContain(
    "1 text shortened; undone, to what it was before the first pass. They make",
  );
  expect(text).toContain(
    "messages.2.content\n  terminal_codes: 11 characters became 7\n  json: 7 characters became 5",
  );
  expect(text).not.toContain("[1,2]");
  expect(renderUndo(given, true)).toContain("--- as it was sent\n[1,2]");
  expect(renderUndo({ ...given, is_same: false }, false)).toContain("They do NOT make the digest");
  expect(renderUndo({ ...given, has_row: false }, false)).toContain(
    "They make the digest that its row will have: it has none yet.",
  );
});

test("what is held no more is told apart from what was never shortened", () => {
  const gone = { ...given, texts: null, is_same: null };

  expect(renderUndo(gone, false)).toContain("holds nothing of it any more");
  expect(renderUndo({ ...gone, digest: null }, false)).toContain(
    "Its row says of no text that it was shortened.",
  );
});
