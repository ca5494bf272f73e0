import "./prepare-page.ts";

const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no #root to draw the console in");

// Imported late, so that no schema is made before the page is prepared: a bundler may hoist modules
// that are imported at the top.
const { drawConsole } = await import("./console.tsx");
drawConsole(place);
