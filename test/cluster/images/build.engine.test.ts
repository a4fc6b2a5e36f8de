import { expect, it } from 'vitest';
import { buildImage } from '../../../src/cluster/images/build.js';
import type { ImageSpec } from '../../../src/desired/model.js';
import { connectLocal } from '../../../src/server/local.js';
import { tree } from './tree.js';

it('a source that cannot be read ends the build with its name, not the program', async () => {
  const connection = await connectLocal('lokal');
  const spec: ImageSpec = {
    reference: 'localhost:1/uji-gone:000000000000',
    server: 'lokal',
    recipe: 'static',
    base: 'debian:trixie-slim',
    args: {},
    source: 'gone',
    version: '000000000000',
  };
  const place = {
    packageRoot: process.cwd(),
    inventoryRoot: await tree({}),
    site: 'uji',
    say() {},
  };
  await expect(buildImage(connection, spec, place)).rejects.toMatchObject({
    code: 'CLU021',
    args: { reason: expect.stringContaining('gone') },
  });
  await connection.close();
});
