import { defineCommand } from "citty";

/** `headgate keys …` */
export const keysCommand = defineCommand({
  meta: { name: "keys", description: "Make, list and revoke the keys that clients send." },
  subCommands: {
    create: () => import("./keys-create.ts").then((module) => module.keysCreateCommand),
    list: () => import("./keys-list.ts").then((module) => module.keysListCommand),
    revoke: () => import("./keys-revoke.ts").then((module) => module.keysRevokeCommand),
  },
});
