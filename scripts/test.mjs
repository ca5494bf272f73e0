import { refuseOldNode } from "./check-node.mjs";

refuseOldNode();

async function test() {
  const { root, setUpOrExit } = await import("./set-up.mjs");
  await setUpOrExit();
  const { runTests } = await import("./run-tests.mjs");
  process.exit(await runTests(root, process.argv.slice(2)));
}

test().catch((error) => {
  console.error(error);
  process.exit(2);
});
