type Part = Readonly<{ start: number; end: number }>;

const tagged = /<(examples?|sample|demo)\b[^>]{0,200}>/gi;

/** The `<example>` parts of a prompt, with their tags; one that is never closed is none. */
export function examplePartsOf(prompt: string): readonly Part[] {
  const parts: Part[] = [];
  const unclosed = new Set<string>();
  for (const { 1: name = "", index } of prompt.matchAll(tagged)) {
    if (unclosed.has(name)) continue;
    const closing = prompt.indexOf(`</${name}>`, index);
    if (closing < 0) unclosed.add(name);
    else parts.push({ start: index, end: closing + name.length + 3 });
  }
  return parts;
}
