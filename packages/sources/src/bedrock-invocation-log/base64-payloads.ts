/** The first bytes of gzip as base64 writes them. */
const GZIP = "H4sI";

/** A text in base64, and the line at which it begins. */
export type Base64Payload = Readonly<{ base64: string; line: number }>;

/**
 * The payloads of a subscription in a file of base64: one a line, or over lines of one length, as `base64` breaks them.
 * Each on its own, for what stands behind a padding is read by no decoder.
 */
export function base64Payloads(text: string): readonly Base64Payload[] {
  const payloads: { pieces: string[]; line: number }[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const piece = raw.trim();
    const last = payloads.at(-1);
    if (piece === "") continue;
    if (last !== undefined && !piece.startsWith(GZIP) && isOpen(last.pieces)) {
      last.pieces.push(piece);
    } else payloads.push({ pieces: [piece], line: index + 1 });
  }
  return payloads.map(({ pieces, line }) => ({ base64: pieces.join(""), line }));
}

/** Whether more may follow: the last line is neither padded nor shorter than the first. */
function isOpen(pieces: readonly string[]): boolean {
  const last = pieces.at(-1) ?? "";
  return !last.endsWith("=") && last.length === pieces[0]?.length;
}
