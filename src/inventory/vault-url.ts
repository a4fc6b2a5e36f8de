/** Addresses of repositories that are not induk's own vault, in restic's notation. */

const host = '(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])';
const port = '(?::[0-9]{1,5})?';
const path = '[A-Za-z0-9._~%+/-]*';
/** ssh takes what begins with `-` for an option. */
const user = '(?:[A-Za-z_][A-Za-z0-9._-]*@)?';

/** https://restic.readthedocs.io/en/stable/030_preparing_a_new_repo.html */
const forms = [
  new RegExp(`^rest:https?://${host}${port}(?:/${path})?$`),
  new RegExp(`^sftp:${user}${host}:[A-Za-z0-9._~/]${path}$`),
  new RegExp(`^sftp://${user}${host}${port}/${path}$`),
  new RegExp(`^s3:(?:https?://)?${host}${port}/[A-Za-z0-9]${path}$`),
];

/**
 * What is wrong with a vault's address: `account` when it holds one (in sftp, a password), which
 * would be in Git and belongs among the secrets; `form` for everything else.
 */
export function vaultUrlFault(url: string): 'account' | 'form' | undefined {
  const holdsAccount = /^sftp:/.test(url)
    ? /^sftp:(?:\/\/)?[^/@]*:[^/@]*@/.test(url)
    : /:\/\/[^/]*@/.test(url);
  if (holdsAccount) return 'account';
  return forms.some((form) => form.test(url)) ? undefined : 'form';
}

/** Whether a vault's address sends account and password readable by the network. */
export function isInClear(url: string): boolean {
  return /^(?:rest|s3):http:/.test(url);
}

/** What is wrong with an address that is told of failures. */
export function webhookFault(url: string): 'form' | undefined {
  const found = /^https?:\/\/([^/?#\s]+)[!-~]*$/.exec(url);
  return found === null || found[1]?.includes('@') || !URL.canParse(url) ? 'form' : undefined;
}
