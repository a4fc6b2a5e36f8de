import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askInside } from '../../../src/backup/database/container.js';
import { withReady } from '../../../src/backup/database/ready.js';
import { docker, Place, until } from '../../images/support/engine.js';

const place = new Place();
let container: string;

/** Notes that it was started, and that it was told nothing. */
const program = [
  ...['sh', '-c'],
  'echo $$ >> /tmp/started; IFS= read -r word || { echo none >> /tmp/unasked; exit; }; echo "$word, then $(cat)"',
];
const lines = async (file: string): Promise<number> =>
  Number(await docker('exec', container, 'sh', '-c', `cat ${file} 2>/dev/null | wc -l`));
const forget = () => docker('exec', container, 'sh', '-c', 'rm -f /tmp/started /tmp/unasked');

beforeAll(async () => {
  container = await place.start({ image: 'debian:trixie-slim', command: ['sleep', 'infinity'] });
});

afterAll(() => place.clean());

describe('programs that stand ready', () => {
  it('are asked once each; what is not asked is told nothing', async () => {
    await withReady(container, [program, program, program], async () => {
      await until('they have started', async () => (await lines('/tmp/started')) === 3);
      const asked = ['a', 'b'].map((word) => askInside(container, program, `${word}\nrest`));
      expect(await Promise.all(asked)).toEqual(['a, then rest\n', 'b, then rest\n']);
      expect(await lines('/tmp/started')).toBe(3);
    });
    await until('the third has ended', async () => (await lines('/tmp/unasked')) === 1);
    // Nothing of them is left: now each is started when it is asked.
    expect(await askInside(container, program, 'c\n')).toBe('c, then \n');
    expect(await lines('/tmp/started')).toBe(4);
    await forget();
  });

  it('are not asked when they have ended meanwhile', async () => {
    await withReady(container, [program], async () => {
      await until('it has started', async () => (await lines('/tmp/started')) === 1);
      await docker('exec', container, 'sh', '-c', 'kill $(cat /tmp/started)');
      await until('another was started for it', async () => {
        await askInside(container, program, 'd\n').catch(() => '');
        return (await lines('/tmp/started')) > 1;
      });
      expect(await askInside(container, program, 'd\n')).toBe('d, then \n');
    });
    await forget();
  });

  it('do not hide how the work ended', async () => {
    const failing = withReady(container, [program], async () => {
      throw new Error('not done');
    });
    await expect(failing).rejects.toThrow('not done');
    await until('it has ended', async () => (await lines('/tmp/unasked')) === 1);
  });
});
