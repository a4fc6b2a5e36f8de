/**
 * Visitors, in a process of their own: an open loop of requests at a fixed rate, GET and POST in
 * turn, half over connections that are kept and half over fresh ones. Every answer is compared
 * with what was sent; nothing is sent twice. Told what to do by messages of its parent.
 */
import { Agent, request } from 'node:https';
import { quantile } from '../measure/rounds.js';

/** @type {{targets: {address: string, domain: string}[], rate: number, visitors: number}} */
const { targets, rate, visitors } = JSON.parse(process.argv[2]);
const patience = 15_000;

/** @type {ReturnType<typeof emptyCount>} */
let count = emptyCount();
let sent = 0;
let open = 0;
let isEnding = false;

const keeping = Array.from({ length: visitors }, (_, index) => ({
  ...targets[index % targets.length],
  agent: new Agent({ keepAlive: true, maxSockets: 1 }),
}));
const fresh = targets.map((target) => ({ ...target, agent: new Agent({ keepAlive: false }) }));
const body = 'x'.repeat(1024);
/** @type {WeakSet<object>} */
const known = new WeakSet();

function emptyCount() {
  return {
    started: performance.now(),
    answered: 0,
    posts: 0,
    kept: 0,
    closed: 0,
    cut: 0,
    failed: /** @type {string[]} */ ([]),
    latencies: /** @type {number[]} */ ([]),
    versions: /** @type {Set<string>} */ (new Set()),
  };
}

function visit() {
  const number = sent++;
  const isKept = number % 2 === 0;
  const list = isKept ? keeping : fresh;
  const { address, domain, agent } = list[Math.floor(number / 4) % list.length];
  const method = number % 4 < 2 ? 'GET' : 'POST';
  const into = count;
  const started = performance.now();
  open += 1;
  const end = (/** @type {string | undefined} */ failure) => {
    if (settled) return;
    settled = true;
    open -= 1;
    if (failure !== undefined)
      into.failed.push(`${method} ${isKept ? 'kept' : 'fresh'}: ${failure}`);
    else into.answered += 1;
    if (method === 'POST') into.posts += 1;
    if (isKept) into.kept += 1;
    into.latencies.push(performance.now() - started);
  };
  let settled = false;
  const asked = request({
    host: address,
    port: 443,
    servername: domain,
    rejectUnauthorized: false,
    path: `/${number}`,
    method,
    agent,
    timeout: patience,
    headers: { Host: domain, ...(method === 'POST' ? { 'Content-Length': body.length } : {}) },
  });
  asked.on('socket', (socket) => {
    if (!isKept || known.has(socket)) return;
    known.add(socket);
    socket.once('close', () => {
      if (!isEnding) count.closed += 1;
    });
  });
  asked.on('response', (answer) => {
    let text = '';
    answer.setEncoding('utf8').on('data', (part) => {
      text += part;
    });
    answer.on('error', (error) => end(error.message));
    answer.on('end', () => {
      const expected = `${method} /${number} ${method === 'POST' ? body.length : 0} `;
      if (answer.statusCode !== 200) end(`status ${answer.statusCode}`);
      else if (!text.startsWith(expected)) end(`answer ${text.slice(0, 60)}`);
      else {
        into.versions.add(text.slice(expected.length));
        end();
      }
    });
  });
  asked.on('timeout', () => asked.destroy(new Error(`no answer in ${patience} ms`)));
  asked.on('error', (error) => {
    // The other side closed an idle connection just as this request went out on it: browsers
    // send such a request again on a fresh one, which here is still a failure.
    if (asked.reusedSocket && error.code === 'ECONNRESET' && !settled) into.cut += 1;
    end(error.code ?? error.message);
  });
  asked.end(method === 'POST' ? body : undefined);
}

let due = performance.now();
const clock = setInterval(() => {
  const now = performance.now();
  // A machine that stalls for a second owes a second of requests; all are sent.
  for (; due <= now; due += 1000 / rate) visit();
}, 5);

/** Closes the count of this phase once its requests have ended, and begins another. */
function report() {
  const phase = count;
  count = emptyCount();
  const ms = performance.now() - phase.started;
  const requests = phase.answered + phase.failed.length;
  process.send?.({
    requests,
    perSecond: (requests / ms) * 1000,
    posts: phase.posts,
    kept: phase.kept,
    closed: phase.closed,
    failed: phase.failed.length,
    cut: phase.cut,
    reasons: [...new Set(phase.failed)].slice(0, 10),
    p50: quantile(phase.latencies, 0.5),
    p99: quantile(phase.latencies, 0.99),
    slowest: phase.latencies.reduce((most, each) => Math.max(most, each), 0),
    versions: phase.versions.size,
  });
}

process.on('message', (message) => {
  if (message === 'report') report();
  if (message !== 'end') return;
  clearInterval(clock);
  const waiting = setInterval(() => {
    if (open > 0) return;
    clearInterval(waiting);
    isEnding = true;
    report();
    process.disconnect();
    for (const { agent } of [...keeping, ...fresh]) agent.destroy();
  }, 20);
});
process.on('disconnect', () => {
  isEnding = true;
  setTimeout(() => process.exit(), 500).unref();
});
