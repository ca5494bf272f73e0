import { makeBedrockLog } from "./ingest/made/make-files.ts";
console.log(await makeBedrockLog("/tmp/h4", Number(process.argv[2]) * 1e6, () => undefined));
