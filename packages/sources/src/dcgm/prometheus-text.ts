/** One sample of Prometheus' text format. */
export type PrometheusSample = Readonly<{
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
  /** Milliseconds since the epoch, where the line has it. */
  atMs: number | undefined;
}>;

const LINE = /^([a-zA-Z_:][\w:]*)\s*(?:\{(.*)\})?\s+(\S+)(?:\s+(-?\d+))?\s*$/;
const LABEL = /\s*([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,|$)/y;

/**
 * A line of Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/): a sample,
 * `undefined` for a comment or a blank one, `"malformed"` for what is neither.
 */
export function readPrometheusLine(line: string): PrometheusSample | "malformed" | undefined {
  const text = line.trim();
  if (text === "" || text.startsWith("#")) return undefined;
  const match = LINE.exec(text);
  if (match === null) return "malformed";
  const [, name = "", inner = "", number = "", time] = match;
  const labels = labelsOf(inner);
  if (labels === undefined) return "malformed";
  const value = number === "+Inf" ? Number.POSITIVE_INFINITY : Number(number);
  if (number !== "NaN" && Number.isNaN(value) && number !== "-Inf") return "malformed";
  return { name, labels, value, atMs: time === undefined ? undefined : Number(time) };
}

function labelsOf(inner: string): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < inner.length) {
    const match = LABEL.exec(inner);
    if (match === null) return undefined;
    const [, name = "", value = ""] = match;
    labels[name] = value.replace(/\\(.)/g, (_, sign: string) => (sign === "n" ? "\n" : sign));
  }
  return labels;
}
