/** A small Node app that says what it was asked, and which version of it answers. */
export const server = `import { createServer } from 'node:http';
const server = createServer((request, response) => {
  let size = 0;
  request.on('data', (part) => { size += part.length; });
  request.on('end', () => {
    response.end(\`\${request.method} \${request.url} \${size} \${process.env.VERSI ?? ''} BUILD\`);
  });
});
server.keepAliveTimeout = 150_000;
server.listen(8080);
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
`;

/**
 * @param {string} build a mark in its answers
 * @returns {Record<string, string>} the files of its source
 */
export const sourceFiles = (build) => ({
  'package.json': '{"type": "module", "scripts": {"start": "node server.js"}}\n',
  'server.js': server.replace('BUILD', build),
});

/**
 * Its entry in the inventory, with a health check each second as for a site that must not pause.
 * @param {{name: string, server: string, replicas: number, version: number}} app
 */
export const entry = ({ name, server: place, replicas, version }) => `  ${name}:
    server: ${place}
    replicas: ${replicas}
    runtime: {node: "20", start: node server.js}
    source: apps/gema
    env: {VERSI: "${version}"}
    health: {path: /health, interval: 1s}
    size: {cpu: 0.5, memory: 96MiB}
`;
