/**
 * What a copy did not bring over as it was, noted at the switch: a view that does not work is in no
 * dump, so that both sides never consist of quite the same.
 */
import { mariadbQuery } from '../../backup/database/mariadb.js';
import { Fault } from '../../fault.js';
import type { Following } from './following.js';
import { objectsProof, objectsSql } from './objects.js';
import { askOld, oldDatabase } from './old-database.js';
import { knownFollow } from './record.js';
import { forget, remembered } from './remembered.js';

/** Both are still; one that followed has been shown to consist of the same. */
export async function noteUnlike(following: Following, container: string): Promise<void> {
  const { host, moved, folder } = following;
  if ((await knownFollow(folder))?.gtid !== undefined) return;
  const list = objectsSql(moved.name);
  await remembered(folder, unlike, async () => {
    const both = [askOld(oldDatabase(host, moved), list), mariadbQuery(container, list)] as const;
    return differing(...(await Promise.all(both)));
  });
}

/** @throws Fault MIG208 when one has what the other lacks, and it was not so at the switch */
export async function consistOfSame(folder: string, old: string, fresh: string): Promise<void> {
  const known = await remembered<string[]>(folder, unlike, async () => []);
  const names = differing(old, fresh).filter((name) => !known.includes(name));
  const [first] = names;
  if (first === undefined) return;
  throw new Fault('MIG208', { part: 'objects', count: names.length, first });
}

/** Name of what is remembered. */
const unlike = 'unlike';

export const forgetUnlike = (folder: string): Promise<void> => forget(folder, unlike);

const differing = (old: string, fresh: string): string[] =>
  objectsProof(old, fresh).differences.map(({ name }) => name);
