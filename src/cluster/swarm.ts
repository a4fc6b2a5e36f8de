import type Docker from 'dockerode';

/**
 * Makes this machine's own engine a Swarm of one; nothing of it listens to the outside.
 * One that is in a Swarm already stays in it.
 */
export async function initLocalSwarm(docker: Docker): Promise<void> {
  try {
    await docker.swarmInit({
      AdvertiseAddr: '127.0.0.1',
      ListenAddr: '127.0.0.1:2377',
      DataPathAddr: '127.0.0.1',
    });
  } catch (error) {
    const already = /already part of a swarm/i.test((error as Error).message);
    if (!already) throw error;
  }
}
