/** dockerode on an agent, with errors a person can act on. */
import type Docker from 'dockerode';
import type { DockerOptions } from 'dockerode';
import { Fault } from '../../fault.js';
import type { EngineAgent } from './agent.js';

type Callback = (error: unknown, data: unknown) => void;
interface Modem {
  dial(options: object, callback: Callback): void;
}

/**
 * An engine API client whose every request goes through the agent, whatever DOCKER_HOST and
 * its relatives say. Answers with an error status stay dockerode's errors (`statusCode`);
 * no answer becomes a Fault: SRV033, or what the agent failed with.
 */
export async function engineClient(server: string, agent: EngineAgent): Promise<Docker> {
  const { default: Dockerode } = await import('dockerode');
  const options = {
    agent,
    // Given explicitly: docker-modem takes what is absent from the environment.
    protocol: 'http',
    host: 'localhost',
    port: 80,
    ca: undefined,
    cert: undefined,
    key: undefined,
    timeout: undefined,
  };
  // `agent` is an option of docker-modem that the types leave out.
  const docker = new Dockerode(options as DockerOptions);
  const modem = docker.modem as Modem;
  const dial = modem.dial.bind(modem);
  modem.dial = (options, callback) => {
    dial(options, (error, data) => callback(error ? engineFault(server, error) : error, data));
  };
  return docker;
}

function engineFault(server: string, error: unknown): unknown {
  const { code, message = '' } = error as NodeJS.ErrnoException;
  const brokenOff = code === 'ECONNRESET' || code === 'EPIPE' || /socket hang up/.test(message);
  return brokenOff ? new Fault('SRV033', { server, reason: message }, { cause: error }) : error;
}
