/**
 * An old host's certificate in the proxy of the new server: read over ssh and written into the
 * proxy's volume by this mover, so that its key is in no file, argument or log on the way.
 */
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { askInside } from '../../backup/database/container.js';
import { containerOf } from '../../backup/worker/engine.js';
import { broughtFile, broughtFolder, withBrought } from '../../desired/brought-certificates.js';
import { proxyService } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { MoverJob } from '../mover/model.js';
import { type OldHost, runScript } from '../mover/old-host.js';
import { judgeCertificate } from './judge.js';

/** Those that Debian trusts, in the image of the mover: an old host's own may be years old. */
export const knownAuthorities = '/etc/ssl/certs/ca-certificates.crt';

/** Files that cannot be read are as if they were not there. */
const readScript = `
for file; do
  if [ -f "$file" ]; then cat -- "$file"; fi
  printf '\\0'
done`;

/**
 * Brings it, again when it was renewed. An app can live without: what hinders is told, not thrown.
 * @returns PEM of the certificate and its chain; undefined when it stays where it is
 * @throws Fault MIG100 when the old host cannot be reached
 */
export async function bringCertificate(
  { certificate, engineName }: Pick<MoverJob, 'certificate' | 'engineName'>,
  host: OldHost,
  say: (message: string) => void,
): Promise<string | undefined> {
  if (certificate === undefined) return undefined;
  const { file, key = '', chain = '', names, anyway } = certificate;
  try {
    const read = await runScript(host, readScript, [file, key, chain], { sudo: host.sudo });
    const [first = '', second = '', third = ''] = read.split('\0');
    const known = await readFile(knownAuthorities, 'utf8');
    const texts = { certificate: first, key: second, chain: third };
    const judged = judgeCertificate(texts, { names, anyway, known, now: Date.now() });
    if ('reason' in judged) {
      say(`certificate: not brought: ${judged.reason}`);
      return undefined;
    }
    const proxy = await containerOf(proxyService);
    const isNew = await put(proxy, broughtFile(engineName), judged.bundle);
    if (await show(proxy, isNew)) say('certificate: brought to the proxy');
    return judged.certificates;
  } catch (error) {
    if (!(error instanceof Fault) || error.code === 'MIG100') throw error;
    say(`certificate: not brought: ${error.args.reason ?? error.code}`);
    await takeAway(engineName).catch(() => {});
    return undefined;
  }
}

/** Takes it away again; one that is not there is no error. */
export async function removeCertificate({
  certificate,
  engineName,
}: Pick<MoverJob, 'certificate' | 'engineName'>): Promise<void> {
  if (certificate !== undefined && (await takeAway(engineName))) {
    await show(await containerOf(proxyService), true);
  }
}

/** @returns whether it was there */
async function takeAway(engineName: string): Promise<boolean> {
  const script = 'if [ -e "$1" ]; then rm -- "$1"; echo gone; fi';
  const argv = ['sh', '-c', script, 'sh', broughtFile(engineName)];
  return (await askInside(await containerOf(proxyService), argv)).trim() === 'gone';
}

/** Whole or not at all: the proxy does not start with half a certificate. */
async function put(proxy: string, path: string, bundle: string): Promise<boolean> {
  const script = `umask 077; busybox mkdir -p "$1"; cat > "$2.new"
    if busybox cmp -s "$2.new" "$2"; then rm "$2.new"; exit 0; fi
    busybox mv "$2.new" "$2"; echo changed`;
  const argv = ['sh', '-ec', script, 'sh', broughtFolder, path];
  return (await askInside(proxy, argv, bundle)).trim() === 'changed';
}

/** Where Caddy keeps what it was told last. */
const savedConfig = '/config/caddy/autosave.json';

/**
 * Has the proxy read the folder, anew when something in it changed.
 * @returns whether it had to
 */
async function show(proxy: string, isChanged: boolean): Promise<boolean> {
  const argv = ['sh', '-c', 'if [ -e "$1" ]; then cat "$1"; fi', 'sh', savedConfig];
  const saved = await askInside(proxy, argv);
  // Nothing was loaded yet: whoever loads routes first has it look there.
  if (saved.trim() === '') return isChanged;
  const config: unknown = JSON.parse(saved);
  if (!isChanged && isDeepStrictEqual(config, withBrought(config))) return false;
  const address = 'unix//run/caddy/admin.sock';
  const reload = ['caddy', 'reload', '--force', '--config', '-', '--address', address];
  await askInside(proxy, reload, JSON.stringify(withBrought(config)));
  return true;
}
