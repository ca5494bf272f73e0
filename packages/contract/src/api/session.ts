import { z } from "zod";

/** Whether the management API asks for the admin key, and whether this request has shown it. */
export const sessionSchema = z.object({ required: z.boolean(), authenticated: z.boolean() });
export type Session = z.infer<typeof sessionSchema>;

/** Opens a session of the console: the answer sets a cookie that stands for the admin key. */
export const createSessionRequest = z.strictObject({ admin_key: z.string().min(1).max(1024) });
