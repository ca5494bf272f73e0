import { type Document, LineCounter, type ParsedNode, parseDocument } from "yaml";
import { faultsError } from "./config-fault.ts";

/** A document, and the place of each of its characters as messages name it. */
export type ReadDocument = Readonly<{
  document: Document.Parsed<ParsedNode>;
  at: (offset: number) => string;
}>;

/**
 * Reads YAML, with the places of what stands in it.
 *
 * @param fileName stands in messages
 * @throws HeadgateError `config_invalid` that lists every fault of the text itself
 */
export function readDocument(text: string, fileName: string): ReadDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${fileName}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw faultsError(
      document.errors.map((error) => ({ place: at(error.pos[0]), message: error.message })),
    );
  }
  return { document, at };
}
