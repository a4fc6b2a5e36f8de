import { request } from 'node:https';

/**
 * Asks a server's proxy for a page, as a browser that understands gzip.
 * @param {string} address @param {string} domain @param {string} path
 * @returns {Promise<{status: number, headers: import('node:http').IncomingHttpHeaders,
 *   body: Buffer}>} the body as it came over the line
 */
export function askPage(address, domain, path) {
  const options = { host: address, servername: domain, rejectUnauthorized: false, path };
  const headers = { Host: domain, 'Accept-Encoding': 'gzip' };
  return new Promise((resolve, reject) => {
    const asked = request({ ...options, headers, agent: false, timeout: 10_000 });
    asked.on('response', (answer) => {
      /** @type {Buffer[]} */
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(parts),
        }),
      );
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer in 10 s')));
    asked.on('error', reject);
    asked.end();
  });
}
