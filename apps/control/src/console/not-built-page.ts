/** Stands where the console would be while it is not built; the management API answers all the same. */
export const notBuiltPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Headgate: the console is not built</title>
    <style>
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }
    </style>
  </head>
  <body>
    <h1>The console is not built</h1>
    <p>Build it once in the project's folder, then load this page again:</p>
    <pre><code>npm run build</code></pre>
    <p>Everything else runs: <a href="/api/status">status</a>, <a href="/api/openapi.json">API description</a>.</p>
  </body>
</html>
`;
