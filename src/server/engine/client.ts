/** dockerode on an agent, with errors a person can act on. */
import type Docker from 'dockerode';
import type { DockerOptions } from 'dockerode';
import { Fault } from '../../fault.js';
import type { EngineAgent } from './agent.js';

type Callback = (error: unknown, data: unknown) => void;
interface Request {
  method?: string;
}
interface Modem {
  dial(options: Request, callback: Callback): void;
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
    const finish: Callback = (error, data) =>
      callback(isBrokenOff(error) ? brokenOff(server, error) : error, data);
    dial(options, (error, data) => {
      // The stream was kept from an earlier request and the engine has closed it meanwhile.
      // Reading again is harmless; whether a change was made, only the caller can find out.
      if (isBrokenOff(error) && options.method === 'GET') {
        dial(options, finish);
      } else {
        finish(error, data);
      }
    });
  };
  return docker;
}

function isBrokenOff(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error) || error instanceof Fault) {
    return false;
  }
  const { code = '', message } = error as NodeJS.ErrnoException;
  return ['ECONNRESET', 'EPIPE'].includes(code) || /socket hang up/.test(message);
}

function brokenOff(server: string, cause: Error): Fault {
  return new Fault('SRV033', { server, reason: cause.message }, { cause });
}
