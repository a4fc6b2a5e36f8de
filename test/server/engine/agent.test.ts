import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { EngineAgent } from '../../../src/server/engine/agent.js';

/** Stands for the engine: says on which of its connections it was asked. */
const engine = createServer((asked, answer) => {
  const { remotePort } = asked.socket;
  answer.end(String(remotePort));
});

afterEach(() => {
  vi.useRealTimers();
  engine.close();
  engine.closeAllConnections();
});

it('uses a stream again while it is fresh, and none that the engine may be closing', async () => {
  await once(engine.listen(0, '127.0.0.1'), 'listening');
  const { port } = engine.address() as AddressInfo;
  const agent = new EngineAgent(async () => connect(port, '127.0.0.1'));
  const ask = async () => {
    const asked = request({ agent, method: 'POST', host: 'localhost', port });
    asked.end();
    const [answer] = await once(asked, 'response');
    const connection = (await answer.toArray()).join('');
    await vi.waitFor(() => expect(Object.keys(agent.freeSockets)).toHaveLength(1));
    return connection;
  };
  vi.useFakeTimers({ toFake: ['Date'] });
  const first = await ask();
  vi.setSystemTime(Date.now() + 50_000);
  expect(await ask()).toBe(first);
  vi.setSystemTime(Date.now() + 70_000);
  const second = await ask();
  expect(second).not.toBe(first);
  expect(await ask()).toBe(second);
  agent.destroy();
});
