/**
 * A closed loop of requests over kept connections: each asks again when it was answered. Prints
 * what came of it as JSON.
 */
import { Agent, request } from 'node:http';

/**
 * @type {{port: number, path: string, cookie?: string, form?: Record<string, string>,
 *   formPage?: string, expect: number, connections: number, seconds: number}}
 */
const wish = JSON.parse(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: wish.connections });

function ask(method, path, headers, body) {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: wish.port, path, method, agent, headers });
    asked.on('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode, text, cookies: answer.headers['set-cookie'] ?? [] }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

// The page first, as in a browser: its cookies come back with every request.
const first = await ask('GET', wish.formPage ?? wish.path, { Cookie: wish.cookie ?? '' });
const given = first.cookies.map((each) => each.split(';')[0]);
const cookie = [wish.cookie, ...given].filter(Boolean).join('; ');
let body;
if (wish.form !== undefined) {
  const token = /name="_csrf" value="([^"]+)"/.exec(first.text)?.[1] ?? '';
  body = new URLSearchParams({ ...wish.form, _csrf: token }).toString();
}
const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
const headers = {
  ...(cookie === '' ? {} : { Cookie: cookie }),
  ...(body === undefined ? {} : { ...type, 'Content-Length': Buffer.byteLength(body) }),
};

const method = body === undefined ? 'GET' : 'POST';
const latencies = [];
let bytes = 0;
const began = performance.now();
const end = began + wish.seconds * 1000;
async function visitor() {
  while (performance.now() < end) {
    const started = performance.now();
    const { status, text } = await ask(method, wish.path, headers, body);
    if (status !== wish.expect)
      throw new Error(`${method} ${wish.path}: ${status}\n${text.slice(0, 500)}`);
    latencies.push(performance.now() - started);
    bytes = text.length;
  }
}
await Promise.all(Array.from({ length: wish.connections }, visitor));
const seconds = (performance.now() - began) / 1000;
latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.floor((latencies.length - 1) * share)];
const perSecond = latencies.length / seconds;
console.log(JSON.stringify({ perSecond, p50: at(0.5), p99: at(0.99), bytes }));
agent.destroy();
