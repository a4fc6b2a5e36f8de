import { PassThrough } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { expect, test } from 'vitest';
import { outcome } from '../../src/server/ssh/exec.js';

const lost = new Promise<never>(() => {});

function fakeChannel(): ClientChannel {
  const channel = new PassThrough({ emitClose: false });
  return Object.assign(channel, { stderr: new PassThrough() }) as unknown as ClientChannel;
}

test('a command that has ended before anybody listened still tells its status', async () => {
  const channel = fakeChannel();
  // Its start and its end came in one packet, so this event is over by the time of `outcome`.
  channel.emit('exit', 0);
  const done = outcome({ server: 'pusat-1', program: 'cat', channel, lost }, {});
  channel.emit('close', 0);
  expect((await done).code).toBe(0);
});

test('a channel that closes without a status has none', async () => {
  const channel = fakeChannel();
  const done = outcome({ server: 'pusat-1', program: 'cat', channel, lost }, {});
  channel.emit('close');
  expect((await done).code).toBeNull();
});
