/** The vault's container on its server's engine: made, or made anew when it should differ. */
import type Docker from 'dockerode';
import { shortDigest } from '../../desired/digest.js';
import { labels } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { Connection } from '../../server/connection.js';
import { unlessAlready, unlessGone } from '../../server/engine/answers.js';
import { logText } from '../../server/engine/log-text.js';
import { runInVault } from './container-exec.js';
import { vaultContainer, vaultPort, vaultVolume } from './names.js';

export interface VaultSpec {
  site: string;
  /** Reference of the image, which is on the server. */
  image: string;
  /** Port on the server. */
  port: number;
  /** What the certificate is for, as openssl writes it. */
  names: string;
}

/** Seconds rest-server gets to finish what it is receiving. */
const stopGrace = 30;

/** What would change: undefined when the vault runs as it should. */
export async function vaultChange(
  { docker, server }: Connection,
  spec: VaultSpec,
): Promise<string | undefined> {
  const found = await inspect(docker);
  if (found === undefined) return 'start the vault';
  const { Labels, Env } = found.Config;
  const site = Labels[labels.site];
  if (site !== spec.site) throw new Fault('BAK065', { server, site: site ?? '?' });
  if (Labels[labels.version] === versionOf(spec)) {
    return found.State.Running ? undefined : 'start the vault';
  }
  const renamed = !Env.includes(`VAULT_NAMES=${spec.names}`);
  return renamed ? 'restart the vault with a certificate for its address' : 'restart the vault';
}

/** Starts the vault as it should be; the volume stays whatever happens to the container. */
export async function startVault({ docker }: Connection, spec: VaultSpec): Promise<void> {
  const found = await inspect(docker);
  if (found?.Config.Labels[labels.version] === versionOf(spec)) {
    await docker.getContainer(vaultContainer).start();
    return;
  }
  const own = { [labels.site]: spec.site, [labels.role]: 'vault' };
  await docker.createVolume({ Name: vaultVolume, Labels: own });
  if (found !== undefined) {
    const old = docker.getContainer(vaultContainer);
    await old.stop({ t: stopGrace }).catch(unlessAlready);
    await old.remove();
  }
  const fresh = await docker.createContainer({
    name: vaultContainer,
    ...options(spec),
    Labels: { ...own, [labels.version]: versionOf(spec) },
  });
  await fresh.start();
}

/** The certificate the vault is known by, PEM. */
export async function vaultCertificate(connection: Connection): Promise<string> {
  const { code, lines, messages } = await runInVault(connection, ['induk-keeper', 'certificate']);
  if (code === 0) return `${lines.join('\n')}\n`;
  const { server } = connection;
  throw new Fault('BAK069', { action: 'certificate', server, code }, { logTail: messages });
}

/** The end of what the vault has written to its log. */
export async function vaultLog({ docker }: Connection): Promise<string[]> {
  const container = docker.getContainer(vaultContainer);
  const log = await container.logs({ stdout: true, stderr: true, tail: 15, follow: false });
  return logText(log).split('\n').filter(Boolean);
}

function options({ image, port, names }: VaultSpec): Docker.ContainerCreateOptions {
  return {
    Image: image,
    Env: [`VAULT_NAMES=${names}`],
    ExposedPorts: { [`${vaultPort}/tcp`]: {} },
    HostConfig: {
      RestartPolicy: { Name: 'always' },
      Binds: [`${vaultVolume}:/data`],
      PortBindings: { [`${vaultPort}/tcp`]: [{ HostPort: String(port) }] },
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      ReadonlyRootfs: true,
      Tmpfs: { '/tmp': '' },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '5' } },
    },
  };
}

function versionOf(spec: VaultSpec): string {
  return shortDigest({ site: spec.site, ...options(spec) });
}

async function inspect(docker: Docker): Promise<Docker.ContainerInspectInfo | undefined> {
  return await docker.getContainer(vaultContainer).inspect().catch(unlessGone);
}
