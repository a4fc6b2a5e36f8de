import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../setup/project.js';
import { SetupError } from '../setup/run.js';
import { readMade } from './state.js';

/**
 * Runs induk on the example site, its progress on this terminal.
 * @param {string[]} args
 * @param {{quiet?: boolean}} [options] quiet: the answer is taken, not shown
 * @returns {Promise<string>} what it wrote to standard output
 * @throws {SetupError} when it fails; it has said why itself
 */
export function induk(args, { quiet = false } = {}) {
  const { http, https } = readMade();
  const child = spawn(process.execPath, [join(root, 'bin', 'run.js'), ...args], {
    env: {
      ...process.env,
      INDUK_INVENTORY: join(root, 'inventory'),
      ...(http ? { INDUK_HTTP_PORT: String(http) } : {}),
      ...(https ? { INDUK_HTTPS_PORT: String(https) } : {}),
    },
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new SetupError(`induk ${args.slice(0, 2).join(' ')} ended with ${code}`));
    });
  });
}
