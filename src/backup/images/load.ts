import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { Fault } from '../../fault.js';
import { unlessGone } from '../../server/engine/answers.js';
import type { ImagePart } from '../model.js';
import type { Repository } from '../repository/repository.js';
import { nameless } from './nameless.js';
import { imageFile } from './save.js';

/**
 * Gives an engine an image from the vault; it has no name there but its ID, which says its content:
 * the engine checks every layer against it.
 *
 * @throws Fault BAK180 when what is in the vault is not that image, BAK181 when the engine refuses it
 */
export async function loadImage(
  docker: Docker,
  repository: Repository,
  { id, part }: { id: string; part: ImagePart },
): Promise<void> {
  const archive = nameless(repository.dump(part.snapshot, `/${imageFile}`));
  const stream = await docker.loadImage(Readable.from(archive), { quiet: 'true' });
  let text = '';
  for await (const chunk of stream as unknown as AsyncIterable<Buffer>) {
    text = (text + chunk.toString('utf8')).slice(-8192);
  }
  const found = await docker.getImage(id).inspect().catch(unlessGone);
  if (found !== undefined) return;
  const reason = /"error":"([^"]*)"/.exec(text)?.[1];
  const args = { id: id.slice(7, 19) };
  throw reason === undefined ? new Fault('BAK180', args) : new Fault('BAK181', { ...args, reason });
}
