/** What can be brought back, asked before anything is. */
import { Fault } from '../../fault.js';
import type { SetId } from '../model.js';
import type { Repository } from '../repository/repository.js';
import { listSets, openSet } from '../worker/sets.js';
import { type Span, wordsOf } from './coverage.js';
import { spansOfSet } from './replay.js';

export interface Cover {
  /** The set to load; its files belong to the instant as nearly as there are any. */
  set: SetId;
  /** RFC 3339: instants that it and the log after it bring back. */
  from: string;
  through: string;
  gap?: Span['gap'];
}

/**
 * The newest set from which an instant can be brought back, or, without one, the newest set and
 * how far its log leads.
 *
 * @throws Fault BAK164 when no set and log cover it, BAK023 when there is no set
 */
export async function coverOf(repository: Repository, at?: Date): Promise<Cover> {
  const { sets } = await listSets(repository);
  const wanted = sets.filter((set) => at === undefined || Date.parse(set.at) <= at.getTime());
  if (sets.length === 0) throw new Fault('BAK023', { set: '-' });
  const tried: Span[] = [];
  for (const { set } of wanted) {
    const { manifest } = await openSet(repository, set);
    const spans =
      manifest.database?.log || manifest.database?.kind === 'postgres'
        ? await spansOfSet(repository, manifest)
        : [];
    tried.unshift(...spans);
    const found = spans.filter((span) => at === undefined || covers(span, at)).at(-1);
    if (found !== undefined) {
      const { from, through, gap } = found;
      return { set, from, through, ...(gap === undefined ? {} : { gap }) };
    }
    // An older set's log leads through the same files: what the newer one lacks it lacks, too,
    // unless the instant is from before the newer one's dump.
    if (at === undefined || spans.every((span) => Date.parse(span.from) <= at.getTime())) break;
  }
  throw new Fault('BAK164', { at: at?.toISOString() ?? '-', spans: wordsOf(tried) });
}

function covers({ from, through }: Span, at: Date): boolean {
  return Date.parse(from) <= at.getTime() && at.getTime() <= Date.parse(through);
}
