import type Docker from 'dockerode';
import { labels } from '../desired/names.js';
import { exitCodes, Fault } from '../fault.js';
import { unlessGone } from '../server/engine/answers.js';
import { get } from './observe.js';
import { unlessAborted } from './wait.js';

/** Seconds between heartbeats, and after how many without one a lock is stale. */
const heartbeat = 10;
const staleAfter = 60;
/** Milliseconds the engine may take to let a lock go. */
const releasePatience = 10_000;

const lockName = (site: string): string => `induk-lock-${site}`;

export interface LockHolder {
  holder: string;
  reason: string;
  /** RFC 3339. */
  started: string;
  /** Seconds since the last heartbeat, by the manager's clock alone. */
  silent: number;
  host: string;
  pid: number;
}

/** Who asks for the lock. */
export interface Asker {
  /** `user@host`, for people. */
  holder: string;
  /** Command being run. */
  reason: string;
  host: string;
  pid: number;
  now: () => Date;
  /** Whether a process of this machine runs; a killed run's lock need not be waited for. */
  isAlive: (pid: number) => boolean;
}

export interface Lock {
  /** Whose stale lock was taken over. */
  tookOver?: LockHolder;
  release(): Promise<void>;
}

interface EngineConfig {
  ID: string;
  UpdatedAt: string;
  Version: { Index: number };
  Spec: { Name: string; Labels: Record<string, string> };
}

/**
 * Takes the site's lock: creating a Swarm config is atomic through Raft, so of two at once
 * one fails. Kept alive by heartbeats; one silent for a minute is taken over.
 *
 * @throws Fault CLU030, exit 75, naming who holds it
 */
export async function takeLock(docker: Docker, site: string, who: Asker): Promise<Lock> {
  let tookOver: LockHolder | undefined;
  for (;;) {
    const id = await tryCreate(docker, site, who);
    if (id !== undefined) return held(docker, id, who, tookOver);
    const found = await readLock(docker, site);
    if (found === undefined) continue;
    const killed = found.host === who.host && !who.isAlive(found.pid);
    if (found.silent < staleAfter && !killed) {
      const { holder, reason, started, silent } = found;
      throw new Fault('CLU030', { holder, reason, started, silent }, { exit: exitCodes.locked });
    }
    await removeConfig(docker, found.id);
    tookOver = found;
  }
}

/** Who holds the lock now; `undefined` when nobody does. */
export async function readLock(
  docker: Docker,
  site: string,
): Promise<(LockHolder & { id: string }) | undefined> {
  const filters = encodeURIComponent(JSON.stringify({ name: [lockName(site)] }));
  const [configs, info] = await Promise.all([
    get<EngineConfig[]>(docker, `/configs?filters=${filters}`),
    get<{ SystemTime: string }>(docker, '/info'),
  ]);
  const config = configs.find(({ Spec }) => Spec.Name === lockName(site));
  if (config === undefined) return undefined;
  // Both times are the manager's: the clocks of two laptops may differ by minutes.
  const silent = (Date.parse(info.SystemTime) - Date.parse(config.UpdatedAt)) / 1000;
  const { holder = '?', reason = '?', started = '?', host = '', pid = '' } = config.Spec.Labels;
  return {
    id: config.ID,
    holder,
    reason,
    started,
    host,
    pid: Number(pid),
    silent: Math.max(0, Math.round(silent)),
  };
}

/** Removes the lock whoever holds it. @returns who held it, `undefined` when nobody did */
export async function breakLock(docker: Docker, site: string): Promise<LockHolder | undefined> {
  const found = await readLock(docker, site);
  if (found !== undefined) await removeConfig(docker, found.id);
  return found;
}

async function tryCreate(docker: Docker, site: string, who: Asker): Promise<string | undefined> {
  try {
    const config = await docker.createConfig({
      Name: lockName(site),
      Labels: {
        [labels.site]: site,
        [labels.role]: 'lock',
        holder: who.holder,
        reason: who.reason,
        host: who.host,
        pid: String(who.pid),
        started: who.now().toISOString(),
      },
      // The engine refuses an empty one; all that counts is in the labels, which can change.
      Data: Buffer.from('induk').toString('base64'),
    } as unknown as Parameters<Docker['createConfig']>[0]);
    return config.id ?? (config as unknown as { ID: string }).ID;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 409) return undefined;
    throw error;
  }
}

function held(docker: Docker, id: string, who: Asker, tookOver: LockHolder | undefined): Lock {
  const timer = setInterval(() => {
    // A missed beat is made up by the next one; only a minute of them loses the lock.
    beat(docker, id, who.now()).catch(() => {});
  }, heartbeat * 1000);
  timer.unref();
  return {
    ...(tookOver === undefined ? {} : { tookOver }),
    async release() {
      clearInterval(timer);
      // An engine that hangs must not hold its client: the lock goes stale by itself.
      await unlessAborted(removeConfig(docker, id), AbortSignal.timeout(releasePatience));
    },
  };
}

async function beat(docker: Docker, id: string, now: Date): Promise<void> {
  const config = await get<EngineConfig>(docker, `/configs/${id}`);
  await docker.getConfig(id).update({
    ...config.Spec,
    Labels: { ...config.Spec.Labels, heartbeat: now.toISOString() },
    version: config.Version.Index,
  });
}

async function removeConfig(docker: Docker, id: string): Promise<void> {
  const remove = () => docker.getConfig(id).remove().catch(unlessGone);
  // Removed once or twice is the same: when the answer was broken off it is told again.
  await remove().catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'SRV033') return remove();
    throw error;
  });
}
