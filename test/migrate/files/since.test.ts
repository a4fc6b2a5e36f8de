import { describe, expect, it } from 'vitest';
import type { FileDifference, FilesProof } from '../../../src/migrate/files/proof.js';
import { provenFrom } from '../../../src/migrate/files/since.js';

const proof = (differences: FileDifference[], rest: Partial<FilesProof> = {}): FilesProof => ({
  equal: differences.length === 0,
  at: 200,
  volumes: {},
  differences,
  differenceCount: differences.length,
  problems: [],
  problemCount: 0,
  excluded: [],
  ...rest,
});
const differs = (path: string, what: FileDifference['what'] = 'content'): FileDifference => ({
  ...{ volume: 'berkas', path, what },
});
const young = async (volume: string, since: number) =>
  new Set(volume === 'berkas' && since === 149 ? ['baru.pdf', '2026'] : []);

describe('files that need not be read again', () => {
  it('are all that are older than a proof that found both sides equal', async () => {
    expect(await provenFrom(proof([]), 150, young)).toBe(199);
    expect(await provenFrom(proof([]), undefined, young)).toBe(199);
  });

  it('are those older than the copy, when what differs is younger than it', async () => {
    const found = [differs('baru.pdf', 'missing'), differs('2026/', 'mode')];
    expect(await provenFrom(proof(found), 150, young)).toBe(149);
    const gone = [differs('lama.pdf', 'extra')];
    expect(await provenFrom(proof(gone), 150, young)).toBe(149);
    const vanished = { problems: [{ volume: 'berkas', kind: 'vanished', path: 'x', reason: '' }] };
    const some = proof([], { equal: false, problemCount: 1, ...(vanished as object) });
    expect(await provenFrom(some, 150, young)).toBe(149);
  });

  it.each<[string, FilesProof, number | undefined]>([
    ['an old file differs', proof([differs('baru.pdf'), differs('lama.pdf')]), 150],
    ['not all differences are told', proof([differs('baru.pdf')], { differenceCount: 2 }), 150],
    ['nobody copied right before', proof([differs('baru.pdf')]), undefined],
    [
      'a file could not be read',
      proof([differs('baru.pdf')], {
        problems: [{ volume: 'berkas', kind: 'unreadable', path: 'x', reason: 'denied' }],
        problemCount: 1,
      }),
      150,
    ],
  ])('are none when %s', async (_, found, begun) => {
    expect(await provenFrom(found, begun, young)).toBeUndefined();
  });
});
