/** A tab and a line's end do what they are there for. */
const plain: ReadonlySet<string> = new Set(["\n", "\t"]);

/**
 * A text of somebody else for a terminal: control characters (C0, DEL and C1, the escape among them) are written as escapes, so
 * that what a client wrote neither moves the cursor nor writes over what was told, nor asks anything of the terminal.
 */
export const visibleControls = (text: string): string =>
  text.replaceAll(/\p{Cc}/gu, (character) =>
    plain.has(character)
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
