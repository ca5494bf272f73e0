/**
 * Writes what is generated: the error catalogue, the schema of headgate.yaml and its page of keys in docs/reference,
 * the page of usage, the figures of the README from the newest kept bench result, and which bytes of the price files were checked.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { configSchema, errorCatalogue } from "@headgate/contract";
import { z } from "zod";
import { withFigures } from "../bench/src/readme-figures.ts";
import { sealBuiltInFiles } from "../packages/pricing/src/built-in-files.ts";
import { configurationKeysPage } from "../tests/src/reference-pages/configuration-keys-page.ts";
import { usagePage } from "../tests/src/usage-page/usage-page.ts";

const reference = new URL("../docs/reference/", import.meta.url);

const rows = Object.entries(errorCatalogue).map(([code, entry]) => {
  const status = "status" in entry ? entry.status : "–";
  return `| \`${code}\` | ${status} | ${entry.retry ? "yes" : "no"} | ${entry.summary} | ${entry.mend} |`;
});
writeFileSync(
  new URL("errors.md", reference),
  `# Errors

Every failure has one code. Calls to the model paths get it in the provider's own error shape and in the
header \`x-headgate-error\`; the management API answers \`{"error": {"code", "message", "mend"}}\`; the
command line prints it. Errors of a provider pass through as the provider sent them, without that header.

"Retry" tells whether the same request may succeed later. A status of – means that the failure does not
end a request: it stops a command, or is reported by \`headgate doctor\`, the log and the metrics.

| code | status | retry | what happened | what to do |
|---|---|---|---|---|
${rows.join("\n")}
`,
);
writeFileSync(
  new URL("headgate.schema.json", reference),
  `${JSON.stringify(z.toJSONSchema(configSchema, { io: "input" }), null, 2)}\n`,
);

writeFileSync(new URL("configuration-keys.md", reference), configurationKeysPage());
writeFileSync(new URL("usage.md", reference), usagePage());

const readme = new URL("../README.md", import.meta.url);
writeFileSync(readme, withFigures(readFileSync(readme, "utf8")));

writeFileSync(
  new URL("../packages/pricing/data/checked.sha256", import.meta.url),
  sealBuiltInFiles(),
);
