import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The licence texts of the packages in a bundle, which their licences ask to be passed on.
 * @param {string} root folder that holds node_modules
 * @param {string[]} inputs files of the bundle, relative to `root`
 */
export function licencesOf(root, inputs) {
  const packages = inputs.flatMap((path) => {
    const [whole] = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [];
    return whole ?? [];
  });
  return [...new Set(packages)]
    .sort()
    .map((folder) => licenceOf(join(root, folder)))
    .join('\n\n');
}

/** @param {string} folder */
function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version} (${license})\n${'-'.repeat(40)}\n${text}`;
}
