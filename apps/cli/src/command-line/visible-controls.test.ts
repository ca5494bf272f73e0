import { expect, test } from "vitest";
import { visibleControls } from "./visible-controls.ts";

test("control characters are written as escapes; lines, tabs and all other letters stay", () => {
  expect(visibleControls("\u001b]52;c;ZXZpbA==\u0007 a\tb\r\n\u009b2J\u007f é 漢 😀\n")).toBe(
    "\\u001b]52;c;ZXZpbA==\\u0007 a\tb\\u000d\n\\u009b2J\\u007f é 漢 😀\n",
  );
});
