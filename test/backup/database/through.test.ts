import { expect, it } from 'vitest';
import { type Pass, through } from '../../../src/backup/database/through.js';

const pieces = (count: number, size = 100_000) =>
  Array.from({ length: count }, (_, index) => Buffer.alloc(size, index));

async function* all(from: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* from;
}

/** Passes pieces on at the pace at which they are taken. */
const produce = (list: Buffer[]) => async (pass: Pass) => {
  for (const piece of list) await pass(piece);
  return list.length;
};

it('gives on what comes of it, however slowly that is taken', async () => {
  const taken: Buffer[] = [];
  const write: Pass = (piece) => {
    taken.push(piece);
    return new Promise((resolve) => setImmediate(resolve));
  };
  expect(await through(all, produce(pieces(20)), write)).toBe(20);
  expect(Buffer.concat(taken).equals(Buffer.concat(pieces(20)))).toBe(true);
});

it('lets go on to the end what nobody reads any more', async () => {
  async function* first(from: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of from) {
      yield piece;
      return;
    }
  }
  let bytes = 0;
  const write: Pass = (piece) => {
    bytes += piece.length;
    return undefined;
  };
  expect(await through(first, produce(pieces(50)), write)).toBe(50);
  expect(bytes).toBe(100_000);
});

it.each([
  ['what produces it', produce([Buffer.from('x')]), 'produce'],
  ['what changes it', produce(pieces(50)), 'change'],
  ['what takes it', produce(pieces(50)), 'write'],
])('fails as %s fails', async (_, good, who) => {
  const fails = (name: string) => {
    if (name === who) throw new Error(`${name} failed`);
  };
  async function* change(from: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of from) {
      fails('change');
      yield piece;
    }
  }
  const bad = async (pass: Pass) => {
    await good(pass);
    fails('produce');
  };
  const write: Pass = () => {
    fails('write');
    return undefined;
  };
  await expect(through(change, bad, write)).rejects.toThrow(`${who} failed`);
});
