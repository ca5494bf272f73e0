import { type ConfigurationKey, configurationKeys } from "./configuration-keys.ts";

/** The reference page of every key of headgate.yaml, written from its schema. */
export function configurationKeysPage(): string {
  const keys = configurationKeys();
  const sections = [...new Set(keys.map(sectionOf))];
  return `# Every key of headgate.yaml

Written from the schema by \`npm run write-reference\`, so none is missing. The [configuration](configuration.md)
page explains the parts and links to their how-tos.

\`NAME\` stands for a name of your own, \`[]\` for an entry of a list. A key without a default is left out unless you
need it, or must be given where its part is. Kinds in brackets are the only ones that have the key.

${sections
  .map((name) =>
    section(
      name,
      keys.filter((key) => sectionOf(key) === name),
    ),
  )
  .join("\n\n")}
`;
}

const sectionOf = ({ path }: ConfigurationKey): string => path.replace(/[.[].*$/, "");

function section(name: string, keys: readonly ConfigurationKey[]): string {
  if (name === "move_to") {
    return "## move_to\n\n`move_to.ledger`, `move_to.state` and `move_to.counters` take the keys of `stores`; see [moving there](../how-to/many-machines.md#move-there-and-back).";
  }
  return `## ${name}

| key | values | default | meaning |
|---|---|---|---|
${keys.map(row).join("\n")}`;
}

function row({ path, values, preset, meaning, kinds }: ConfigurationKey): string {
  const cells = [
    kinds === "" ? `\`${path}\`` : `\`${path}\` (${kinds})`,
    values,
    preset === "" ? "–" : preset,
    meaning === "" ? "–" : meaning,
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
