/** Kinds of arrays that state holds, by the name under which they are written. */
const kinds = {
  f64: Float64Array,
  f32: Float32Array,
  u16: Uint16Array,
} as const;

type Written = Readonly<{ $: string; data: string }>;

/**
 * JSON text of plain data that also holds arrays of numbers (base64 of their bytes, little-endian) and maps.
 * Numbers such as NaN live in those arrays alone.
 */
export function writePlainData(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    for (const [kind, Kind] of Object.entries(kinds)) {
      if (member instanceof Kind) {
        const bytes = Buffer.from(member.buffer, member.byteOffset, member.byteLength);
        return { $: kind, data: bytes.toString("base64") } satisfies Written;
      }
    }
    return member instanceof Map ? { $: "map", entries: [...member] } : member;
  });
}

/** What `writePlainData` wrote. Throws where the text is not of that kind. */
export function readPlainData(text: string): unknown {
  return JSON.parse(text, (_, member: unknown) => {
    if (typeof member !== "object" || member === null || !("$" in member)) return member;
    if (member.$ === "map" && "entries" in member) {
      return new Map(member.entries as [unknown, unknown][]);
    }
    const kind = kinds[member.$ as keyof typeof kinds] as (typeof kinds)["f64"] | undefined;
    if (kind === undefined || !("data" in member) || typeof member.data !== "string") {
      throw new SyntaxError(`learned state holds an unknown kind of array: ${String(member.$)}`);
    }
    const bytes = Uint8Array.from(Buffer.from(member.data, "base64"));
    return new kind(bytes.buffer, 0, bytes.byteLength / kind.BYTES_PER_ELEMENT);
  });
}
