import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../fault.js';
import type { Look } from '../log/model.js';
import type { BackupJob, DrillJob, Part } from '../model.js';
import { Repository } from '../repository/repository.js';
import type { WorkerContext } from './context.js';
import { fetchDatabase, fetchFiles } from './fetch.js';
import { fetchImage } from './fetch-image.js';
import {
  type InitJob,
  type PruneJob,
  type ReadJob,
  readJob,
  readWatchJob,
  takeReason,
} from './job.js';
import { initRepository, pruneRepository, verifyRepository } from './keep.js';
import { keyHintIn } from './key-hint.js';
import { runCreate } from './run.js';
import { listSets, openSet, secretsOf } from './sets.js';
import { streamPart } from './stream.js';

/** What the worker is asked for on its command line; nothing of it is secret. */
export interface Request {
  action: string;
  /** `database`, `files` or `image` of `fetch`. */
  what?: string;
  set?: string;
  container?: string;
  /** Seconds, of `follow`. */
  every?: number;
  /** RFC 3339, of `replay`, `cover` and `drill`. */
  at?: string;
  /** JSON of a `Look`, of the same. */
  look?: string;
  volumes: string[];
  paths: string[];
  part?: string;
  /** Of `stream`: a table of the database. */
  table?: string;
  /** Of `fetch image`: the engine's ID, and the name it gets here. */
  image?: string;
  tag?: string;
  data: number;
  /** Of `fetch`: what is there already and not in the set goes. */
  empty: boolean;
  secrets: boolean;
  reason?: string;
}

/**
 * Does what the worker was asked for.
 * @param write takes raw content, of the action `stream` alone
 * @returns data of the line `result`; undefined when the content itself was the answer
 * @throws Fault
 */
export async function act(
  request: Request,
  context: WorkerContext,
  write: (chunk: Buffer) => Promise<void> | undefined,
): Promise<unknown> {
  const { job: folder } = context.places;
  if (request.action === 'create') {
    const job = await readJob<BackupJob>(folder);
    const asked = await takeReason(folder);
    return runCreate(job, reasonOf(request.reason) ?? asked, context);
  }
  if (request.action === 'drill') {
    const { runDrill } = await import('../drill/run.js');
    const instant = request.at === undefined ? {} : { at: new Date(request.at) };
    const look = lookOf(request);
    const wanted = { ...instant, ...(look && { look }) };
    return runDrill(await readJob<DrillJob>(folder), request.set, context, wanted);
  }
  if (request.action === 'follow') {
    const { followLog, pace } = await import('../log/follow.js');
    const save = request.every === undefined ? pace.save : request.every * 1000;
    return followLog(context, { ...pace, save });
  }
  if (request.action === 'watch') {
    const { watch } = await import('../watch/watch.js');
    return watch(await readWatchJob(folder), context);
  }
  const job = await readJob<ReadJob>(folder);
  const cache = join(folder, 'cache');
  const keyHint = job.keyHint ?? (await keyHintIn(folder));
  const repository = new Repository(job.access, {
    signal: context.signal,
    ...(existsSync(cache) ? { cache } : {}),
    ...(keyHint === undefined ? {} : { keyHint }),
  });
  try {
    await repository.reach();
    return await onRepository(request, job, repository, context, write);
  } finally {
    repository.close();
  }
}

async function onRepository(
  request: Request,
  job: ReadJob,
  repository: Repository,
  context: WorkerContext,
  write: (chunk: Buffer) => Promise<void> | undefined,
): Promise<unknown> {
  const { set, volumes, paths, container = '', empty } = request;
  const of = set === undefined ? {} : { set };
  switch (`${request.action} ${request.what ?? ''}`.trim()) {
    case 'init':
      return initRepository(job as InitJob, repository, context);
    case 'list':
      return listSets(repository);
    case 'show': {
      const opened = await openSet(repository, set);
      return request.secrets ? { ...opened, secrets: await secretsOf(repository, opened) } : opened;
    }
    case 'verify':
      return verifyRepository(repository, request.data, context);
    case 'fetch database': {
      const opened = await openSet(repository, set);
      return fetchDatabase(repository, opened, { container, empty }, context);
    }
    case 'cover': {
      const { coverOf } = await import('../log/cover.js');
      const at = request.at === undefined ? undefined : new Date(request.at);
      return { cover: await coverOf(repository, at, lookOf(request)) };
    }
    case 'replay': {
      const { replayTo } = await import('../log/replay.js');
      const { manifest } = await openSet(repository, set);
      const at = new Date(request.at ?? '');
      const look = lookOf(request);
      const asked = { container, manifest, at, ...(look === undefined ? {} : { look }) };
      return replayTo(repository, asked, context.say);
    }
    case 'fetch files':
      return fetchFiles(repository, { ...of, volumes, paths, exact: empty }, context);
    case 'fetch image':
      return fetchImage(repository, { ...of, image: request.image ?? '', tag: request.tag ?? '' });
    case 'prune':
      return pruneRepository(job as PruneJob, repository, context);
    case 'stream': {
      const part = (request.part ?? 'database') as Part;
      if (part === 'database' && request.at !== undefined) {
        const { dumpAt } = await import('../log/trial.js');
        const look = lookOf(request);
        const { at, table } = request;
        const asked = { ...of, at: new Date(at), ...(look && { look }), ...(table && { table }) };
        await dumpAt(repository, asked, context, write);
        return undefined;
      }
      const [path] = paths;
      const { table } = request;
      const which = { ...(path === undefined ? {} : { path }), ...(table && { table }) };
      const asked = { ...of, part, ...which };
      for await (const chunk of streamPart(repository, asked, context)) await write(chunk);
      return undefined;
    }
    default:
      throw new Fault('BAK004', { action: request.action });
  }
}

function reasonOf(reason: string | undefined): 'manual' | 'safety' | 'schedule' | undefined {
  return reason === 'manual' || reason === 'safety' || reason === 'schedule' ? reason : undefined;
}

function lookOf({ look }: Request): Look | undefined {
  return look === undefined ? undefined : (JSON.parse(look) as Look);
}
