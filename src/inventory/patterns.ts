/**
 * What names and references may look like. Whatever later reaches a shell, a DNS label,
 * a path or an engine object is checked here, where it enters.
 */

/** Site, server, OPD, app, storage and job names: a DNS label without double hyphens. */
export const name = /^[a-z](?!.*--)[a-z0-9-]{0,28}[a-z0-9]$/;

/** Keys of env and secrets: portable environment variable names. */
export const envKey = /^[A-Z_][A-Z0-9_]{0,127}$/;

/** Keys whose value is a secret by their name. */
export const secretKey = /PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|(?:^|_|API)KEY(?:_|$)/;

/** Keys that only tell where a secret is, or that are meant to be public. */
export const publicKey = /PUBLIC|_(?:FILE|PATH|URL|TTL)$/;

/** A URL with a password in it. */
export const urlWithPassword = /:\/\/[^\s/:@]*:[^\s/@]+@/;

/** https://www.debian.org/doc/debian-policy/ch-controlfields.html#source */
export const debianPackage = /^[a-z0-9][a-z0-9+.-]+$/;

export const phpExtension = /^[a-z][a-z0-9_-]*$/;

export const iniKey = /^[a-z][a-z0-9_.-]*$/i;

const component = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
const host = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::[0-9]{1,5})?/)?';

/** https://pkg.go.dev/github.com/distribution/reference */
export const imageReference = new RegExp(
  `^${host}${component}(?:/${component})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`,
);

/** A host name, an IPv4 or an IPv6 address; never starts with `-`, which ssh reads as an option. */
export const address =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|(?=.*:)[0-9A-Fa-f:.]+)$/;

export const unixUser = /^[a-z_][a-z0-9_-]{0,31}$/;

/** `user` or `uid`, optionally with a group. */
export const containerUser = /^[a-z0-9_][a-z0-9_-]{0,31}(?::[a-z0-9_][a-z0-9_-]{0,31})?$/;

/** As `ssh-keygen -lf` prints it: 32 bytes in base64 without padding. */
export const hostKey = /^SHA256:[A-Za-z0-9+/]{43}$/;

/** Database and account names; hyphens because old hosting panels made them. */
export const sqlName = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,62}$/;

export const email = /^[^\s@"<>]+@[^\s@"<>]+\.[^\s@"<>.]+$/;

/** Hours and minutes, 24 hours. */
export const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Absolute HTTP path with an optional query. */
export const httpPath = /^\/[!-~]*$/;

/** Text without line breaks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
export const oneLine = /^[^\u0000-\u001f\u007f]*$/;

/** An absolute path on an old host: any name a file system allows, on one line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
export const oldPath = /^\/[^\u0000-\u001f\u007f]*$/;
